namespace LiquidNet.Tests.Golden;

/// <summary>How far a number may be from its golden one: <c>|a - b| &lt;= tolerance (1 + |b|)</c>.</summary>
static class Tolerance
{
    /// <summary>For outputs and states in float; the reference itself, run in float, stays below 6e-7.</summary>
    public const double Outputs = 1e-5;

    /// <summary>For gradients in float; the reference itself, run in float, stays below 6e-6.</summary>
    public const double Gradients = 1e-4;

    /// <summary>For everything computed in double.</summary>
    public const double Double = 1e-10;

    public static void ShouldAgree(IReadOnlyList<double> actual, IReadOnlyList<double> expected, double tolerance, string what)
    {
        actual.Should().HaveCount(expected.Count, "{0} has a shape", what);
        for (var index = 0; index < expected.Count; index++)
        {
            var error = Math.Abs(actual[index] - expected[index]) / (1 + Math.Abs(expected[index]));
            if (!(error <= tolerance))
            {
                throw new Xunit.Sdk.XunitException(
                    $"{what}[{index}]: expected {expected[index]}, got {actual[index]}: error {error:g3} above {tolerance:g3}.");
            }
        }
    }
}
