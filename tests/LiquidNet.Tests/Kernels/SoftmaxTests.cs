using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class SoftmaxTests
{
    const double Rounding = 1e-6;

    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (var lanes in (int[])[1, 8, 16, 24])
        {
            foreach (var rows in (int[])[1, 2, 3, 10, 100])
                sizes.Add(rows, lanes);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Probabilities_are_those_of_the_definition(int rows, int lanes)
    {
        var logits = Array.ConvertAll(Numbers.Around(1, rows * lanes), x => 8f * x);
        var probabilities = new GuardedArray(new float[rows * lanes]);
        Softmax.WriteProbabilities(logits, rows, lanes, probabilities.Span);
        probabilities.ShouldBe(NaiveProbabilities(logits, rows, lanes), Rounding);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Large_logits_neither_overflow_nor_vanish(int lanes)
    {
        float[] column = [1e30f, 1e30f, -1e30f, 3f];
        var logits = column.SelectMany(x => Enumerable.Repeat(x, lanes)).ToArray();
        var probabilities = new float[logits.Length];
        Softmax.WriteProbabilities(logits, 4, lanes, probabilities);
        probabilities.Should().Equal(((float[])[0.5f, 0.5f, 0f, 0f]).SelectMany(x => Enumerable.Repeat(x, lanes)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Cross_entropy_and_its_gradient_are_those_of_the_definition(int rows, int lanes)
    {
        var logits = Array.ConvertAll(Numbers.Around(1, rows * lanes), x => 8f * x);
        var weights = Numbers.Positive(2, lanes);
        var targets = Enumerable.Range(0, lanes).Select(l => l * 7 % rows).ToArray();
        var p = NaiveProbabilities(logits, rows, lanes);
        var expectedLoss = 0d;
        var expected = new double[p.Length];
        var sizes = new double[p.Length];
        for (var l = 0; l < lanes; l++)
        {
            expectedLoss -= weights[l] * Math.Log(p[targets[l] * lanes + l]);
            for (var r = 0; r < rows; r++)
            {
                expected[r * lanes + l] = weights[l] * (p[r * lanes + l] - (r == targets[l] ? 1d : 0d));
                sizes[r * lanes + l] = weights[l] * (p[r * lanes + l] + (r == targets[l] ? 1d : 0d));
            }
        }

        var gradient = new GuardedArray(new float[rows * lanes]);
        var loss = Softmax.WriteCrossEntropyGradient(logits, targets, weights, rows, lanes, gradient.Span);
        loss.Should().BeApproximately(expectedLoss, Rounding * (weights.Sum() + expectedLoss));
        gradient.ShouldBe(expected, Rounding, sizes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(24)]
    public void A_lane_of_weight_zero_is_not_looked_at(int lanes)
    {
        var logits = Numbers.Around(1, 3 * lanes);
        logits[lanes - 1] = float.NaN;
        var weights = Enumerable.Repeat(1f, lanes).ToArray();
        weights[^1] = 0f;
        var targets = new int[lanes];
        targets[^1] = -1;
        var gradient = Enumerable.Repeat(float.NaN, 3 * lanes).ToArray();
        var loss = Softmax.WriteCrossEntropyGradient(logits, targets, weights, 3, lanes, gradient);
        double.IsFinite(loss).Should().BeTrue();
        gradient.Should().OnlyContain(x => float.IsFinite(x));
        for (var r = 0; r < 3; r++)
            gradient[r * lanes + lanes - 1].Should().Be(0f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(24)]
    public void A_logit_that_is_not_a_number_is_never_hidden(int lanes)
    {
        for (var at = 0; at < 3 * lanes; at++)
        {
            foreach (var bad in (float[])[float.NaN, float.PositiveInfinity])
            {
                var logits = Numbers.Around(1, 3 * lanes);
                logits[at] = bad;
                var weights = Enumerable.Repeat(1f, lanes).ToArray();
                Softmax.WriteCrossEntropyGradient(logits, new int[lanes], weights, 3, lanes, new float[3 * lanes]).Should().Be(double.NaN);
            }
        }
    }

    static double[] NaiveProbabilities(float[] logits, int rows, int lanes)
    {
        var p = Array.ConvertAll(logits, x => Math.Exp(x));
        for (var l = 0; l < lanes; l++)
        {
            var sum = Enumerable.Range(0, rows).Sum(r => p[r * lanes + l]);
            for (var r = 0; r < rows; r++)
                p[r * lanes + l] /= sum;
        }

        return p;
    }
}
