using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class UpdatesTests
{
    const double Rounding = 1e-6;
    const int Steps = 3;
    const float GradientScale = 0.5f;
    const float LearningRate = 0.01f;
    const float Decay = 0.1f;

    [Fact]
    public void Gradient_descent_moves_against_gradient_and_decay() => CheckLengths((values, gradients) =>
    {
        foreach (var g in gradients)
            Updates.Sgd(values, g, GradientScale, LearningRate, Decay);
    }, (v, slopes) => slopes.Aggregate(v, (value, g) => value - LearningRate * (GradientScale * g + Decay * value)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Momentum_keeps_a_velocity(bool nesterov)
    {
        const float Kept = 0.9f;
        CheckLengths((values, gradients) =>
        {
            var velocity = new GuardedArray(new float[values.Length]);
            foreach (var g in gradients)
                Updates.Momentum(values, g, velocity.Span, GradientScale, LearningRate, Kept, nesterov, Decay);

            velocity.ShouldHaveWholeMargins();
        }, (value, slopes) =>
        {
            var velocity = 0d;
            foreach (var slope in slopes)
            {
                var g = GradientScale * slope + Decay * value;
                velocity = Kept * velocity + g;
                value -= LearningRate * (nesterov ? g + Kept * velocity : velocity);
            }

            return value;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Adam_scales_each_step_by_its_moments(bool decoupled)
    {
        const float Beta1 = 0.875f;
        const float Beta2 = 0.96875f;
        const float Epsilon = 1e-8f;
        CheckLengths((values, gradients) =>
        {
            var first = new GuardedArray(new float[values.Length]);
            var second = new GuardedArray(new float[values.Length]);
            var step = 0;
            foreach (var g in gradients)
            {
                step++;
                Updates.Adam(
                    values, g, first.Span, second.Span, GradientScale, LearningRate, Beta1, Beta2, Epsilon,
                    1f - MathF.Pow(Beta1, step), 1f - MathF.Pow(Beta2, step), Decay, decoupled);
            }

            first.ShouldHaveWholeMargins();
            second.ShouldHaveWholeMargins();
        }, (value, slopes) =>
        {
            double first = 0d, second = 0d;
            var step = 0;
            foreach (var slope in slopes)
            {
                step++;
                var g = GradientScale * slope + (decoupled ? 0d : Decay * value);
                value *= decoupled ? 1d - LearningRate * Decay : 1d;
                first = Beta1 * first + (1d - Beta1) * g;
                second = Beta2 * second + (1d - Beta2) * g * g;
                var mean = first / (1d - Math.Pow(Beta1, step));
                var square = second / (1d - Math.Pow(Beta2, step));
                value -= LearningRate * mean / (Math.Sqrt(square) + Epsilon);
            }

            return value;
        });
    }

    [Fact]
    public void RmsProp_scales_each_step_by_the_size_of_recent_gradients()
    {
        const float Kept = 0.875f;
        const float Epsilon = 1e-3f;
        CheckLengths((values, gradients) =>
        {
            var squares = new GuardedArray(new float[values.Length]);
            foreach (var g in gradients)
                Updates.RmsProp(values, g, squares.Span, GradientScale, LearningRate, Kept, Epsilon);

            squares.ShouldHaveWholeMargins();
        }, (value, slopes) =>
        {
            var square = 0d;
            foreach (var slope in slopes)
            {
                var g = GradientScale * slope;
                square = Kept * square + (1d - Kept) * g * g;
                value -= LearningRate * g / (Math.Sqrt(square) + Epsilon);
            }

            return value;
        });
    }

    [Fact]
    public void Squares_are_summed_in_double_precision()
    {
        for (var length = 0; length <= 256; length++)
        {
            var g = Numbers.Around(length, length);
            Updates.SumOfSquares(g).Should().BeApproximately(g.Sum(x => (double)x * x), 1e-13 * length);
        }

        Updates.SumOfSquares([float.NaN]).Should().Be(double.NaN);
    }

    [Fact]
    public void Arrays_are_added_number_by_number()
    {
        for (var length = 0; length <= 256; length++)
        {
            var source = Numbers.Around(1, length);
            var start = Numbers.Around(2, length);
            var destination = new GuardedArray(start);
            Updates.Add(source, destination.Span);
            destination.ShouldBe([.. start.Zip(source, (a, b) => (double)(a + b))], 0d);
        }
    }

    delegate void Update(Span<float> values, float[][] gradients);

    static void CheckLengths(Update update, Func<double, double[], double> expectedOf)
    {
        for (var length = 0; length <= 256; length++)
        {
            var start = Numbers.Around(length, length);
            var gradients = Enumerable.Range(1, Steps).Select(k => Numbers.Around(1000 * k + length, length)).ToArray();
            var values = new GuardedArray(start);
            update(values.Span, gradients);
            var expected = start.Select((v, i) => expectedOf(v, [.. gradients.Select(g => (double)g[i])])).ToArray();
            values.ShouldBe(expected, Rounding, Array.ConvertAll(start, v => 0.05 + Math.Abs(v)));
        }
    }
}
