namespace LiquidNet.Tests.Architecture;

/// <summary>What the architecture tests find: a failing test lists all of it, not the first only.</summary>
static class Violations
{
    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void ShouldBeNone(this IEnumerable<string> violations)
    {
        var found = violations.Order(StringComparer.Ordinal).ToArray();
        if (found.Length > 0)
            Assert.Fail($"{found.Length} found:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
