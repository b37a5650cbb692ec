using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

/// <summary>What forgets may be silent for long, and still knows what it knew.</summary>
public class LeastSquaresFilterTests
{
    const int Inputs = 6, Signals = 5;
    const double Forgetting = 0.98, Initial = 0.01, Noise = 0.5;

    [Theory]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void After_a_silence_of_its_inputs_it_errs_hardly_more_than_without_one(int silence)
    {
        var (straight, interrupted) = (new Filtered(), new Filtered());
        straight.Learn(500);
        interrupted.Learn(500);
        interrupted.BeSilent(silence);

        interrupted.Learn(20).Should().BeLessThan(2 * straight.Learn(20));
    }

    /// <summary>A filter and the signal that it follows, a fixed combination of its inputs with noise; the last input is the bias.
    /// </summary>
    sealed class Filtered
    {
        readonly LeastSquaresFilter filter = new(Inputs, outputs: 1, Forgetting, Initial);
        readonly double[] covariance = new double[Inputs * Inputs], solution = new double[Inputs];
        readonly Random random = new(1);

        public Filtered() => filter.Begin(covariance);

        /// <summary>Follows the signal.</summary>
        /// <returns>The mean of the squared errors before each correction.</returns>
        public double Learn(int steps) => Enumerable.Range(0, steps).Average(_ =>
        {
            var x = Enumerable.Range(0, Signals).Select(_ => 2 * random.NextDouble() - 1).Append(1).ToArray();
            var target = x.Select((value, input) => (input - 2) * value).Sum() + Noise * (2 * random.NextDouble() - 1);
            var error = target - LeastSquaresFilter.Dot(solution, x);
            filter.TryLearn(covariance, solution, x, [(float)target]).Should().BeTrue();
            return error * error;
        });

        /// <summary>Sees inputs of zero and what is predicted for them.</summary>
        public void BeSilent(int steps)
        {
            double[] x = [.. new double[Signals], 1];
            for (var step = 0; step < steps; step++)
                filter.TryLearn(covariance, solution, x, [(float)LeastSquaresFilter.Dot(solution, x)]).Should().BeTrue();
        }
    }
}
