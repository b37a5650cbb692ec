using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class ActivationsTests
{
    delegate void Write(ReadOnlySpan<float> x, Span<float> y);

    delegate void AddGradient(ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx);

    delegate void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint);

    /// <summary>A kernel, its formula in double, the derivative, and whether the reverse reads y instead of x.</summary>
    sealed record Activation(
        string Name, Write Write, AddGradient AddGradient, Func<double, double> Value, Func<double, double> Slope, bool KeepsResult,
        double Tolerance);

    static readonly Activation[] All =
    [
        new("tanh", (x, y) => Activations.WriteTanh(x, 1f, 1f, y), (y, dy, dx) => Activations.AddTanhGradient(y, dy, 1f, 1f, dx),
            Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x), true, 5e-7),
        new("LeCun tanh", (x, y) => Activations.WriteTanh(x, 0.666f, 1.7159f, y),
            (y, dy, dx) => Activations.AddTanhGradient(y, dy, 0.666f, 1.7159f, dx),
            x => 1.7159 * Math.Tanh(0.666 * x), x => 1.7159 * 0.666 * (1 - Math.Pow(Math.Tanh(0.666 * x), 2)), true, 1e-6),
        new("sigmoid", Activations.WriteSigmoid, Activations.AddSigmoidGradient, Sigmoid, x => Sigmoid(x) * (1 - Sigmoid(x)), true, 3e-7),
        new("exponential", Activations.WriteExponential, Activations.AddExponentialGradient, Math.Exp, Math.Exp, true, 5e-7),
        new("relaxation", Activations.WriteRelaxation, Activations.AddRelaxationGradient, x => -Expm1(-x), x => Math.Exp(-x), true, 5e-7),
        new("softplus", Activations.WriteSoftplus, Activations.AddSoftplusGradient, Softplus, Sigmoid, false, 1e-6),
        new("rectifier", Activations.WriteRectifier, Activations.AddRectifierGradient, x => Math.Max(x, 0), x => x > 0 ? 1 : 0, false, 0),
        new("SiLU", Activations.WriteSilu, Activations.AddSiluGradient, x => x * Sigmoid(x),
            x => Sigmoid(x) * (1 + x * (1 - Sigmoid(x))), false, 1e-6),
        new("GELU", Activations.WriteGelu, Activations.AddGeluGradient, x => x * Phi(x),
            x => Phi(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI), false, 6e-7),
        new("absolute value", Activations.WriteAbsoluteValue, Activations.AddAbsoluteValueGradient, Math.Abs, x => Math.Sign(x), false, 0),
    ];

    public static TheoryData<string> Names => new(All.Select(activation => activation.Name));

    static readonly Dictionary<string, ScaleBySlope> InPlace = new()
    {
        ["tanh"] = (y, adjoint) => Activations.ScaleByTanhSlope(y, 1f, 1f, adjoint),
        ["LeCun tanh"] = (y, adjoint) => Activations.ScaleByTanhSlope(y, 0.666f, 1.7159f, adjoint),
        ["sigmoid"] = Activations.ScaleBySigmoidSlope,
        ["exponential"] = Activations.ScaleByExponentialSlope,
        ["relaxation"] = Activations.ScaleByRelaxationSlope,
    };

    public static TheoryData<string> NamesInPlace => new(InPlace.Keys);

    [Fact]
    public void A_relaxation_is_exact_however_short_the_time()
    {
        for (var x = 1e-38f; x < 100; x *= 1.01f)
        {
            var y = new float[1];
            Activations.WriteRelaxation([x], y);
            (y[0] / -Expm1(-x)).Should().BeApproximately(1, 5e-7, $"of 1 - exp(-{x})");
        }
    }

    [Theory]
    [MemberData(nameof(NamesInPlace))]
    public void In_place_the_adjoint_of_the_result_becomes_that_of_the_argument(string name)
    {
        var (activation, random) = (Get(name), new Random(1));
        for (var length = 0; length <= 100; length++)
        {
            float[] y = new float[length], dx = new float[length];
            activation.Write(Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2 - 1) * 6).ToArray(), y);
            var dy = y.Select(_ => random.NextSingle() - 0.5f).ToArray();
            activation.AddGradient(y, dy, dx);
            var adjoint = new GuardedArray(dy);
            InPlace[name](y, adjoint.Span);
            adjoint.ShouldHaveWholeMargins();
            adjoint.Span.ToArray().Should().Equal(dx);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_follow_the_formula_at_every_length(string name)
    {
        var activation = Get(name);
        var random = new Random(1);
        for (var length = 0; length <= 256; length++)
        {
            var x = Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2 - 1) * 6).ToArray();
            if (length > 2)
                x[2] = 0;
            var y = new GuardedArray(new float[length]);
            activation.Write(x, y.Span);
            y.ShouldHaveWholeMargins();

            var dy = x.Select(_ => random.NextSingle() - 0.5f).ToArray();
            var dx = new GuardedArray([.. Enumerable.Repeat(3f, length)]);
            activation.AddGradient(activation.KeepsResult ? y.Span : x, dy, dx.Span);
            dx.ShouldHaveWholeMargins();
            for (var i = 0; i < length; i++)
            {
                double value = activation.Value(x[i]), slope = activation.Slope(x[i]);
                Difference(y.Span[i], value).Should().BeLessThanOrEqualTo(activation.Tolerance, $"{name}({x[i]})");
                // Beside the slope's error, that of the sum with what was there.
                Difference(dx.Span[i], 3 + dy[i] * slope).Should().BeLessThanOrEqualTo(activation.Tolerance + 1.3e-7, $"{name}'({x[i]})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_element_has_the_same_bits_wherever_it_stands(string name)
    {
        var activation = Get(name);
        var x = Enumerable.Range(0, 61).Select(i => (i - 30) * 0.217f).ToArray();
        var together = new float[x.Length];
        var alone = new float[x.Length];
        activation.Write(x, together);
        for (var i = 0; i < x.Length; i++)
            activation.Write(x.AsSpan(i, 1), alone.AsSpan(i, 1));
        together.Should().Equal(alone);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_may_overwrite_its_argument(string name)
    {
        var activation = Get(name);
        var x = Enumerable.Range(0, 37).Select(i => (i - 18) * 0.3f).ToArray();
        var y = new float[x.Length];
        activation.Write(x, y);
        activation.Write(x, x);
        x.Should().Equal(y);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_stays_NaN_in_vectors_and_in_the_rest(string name)
    {
        var activation = Get(name);
        for (var place = 0; place < 37; place++)
        {
            var x = new float[37];
            x[place] = float.NaN;
            var y = new float[37];
            var dx = new float[37];
            activation.Write(x, y);
            activation.AddGradient(activation.KeepsResult ? y : x, Enumerable.Repeat(1f, 37).ToArray(), dx);
            for (var i = 0; i < 37; i++)
            {
                float.IsNaN(y[i]).Should().Be(i == place);
                float.IsNaN(dx[i]).Should().Be(i == place);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Large_arguments_reach_the_limit_of_the_formula(string name)
    {
        var activation = Get(name);
        foreach (var x in (float[])[15f, -15f, 40f, -40f, 1e4f, -1e4f, 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity])
        {
            float[] y = [0f], dx = [0f];
            activation.Write([x], y);
            activation.AddGradient(activation.KeepsResult ? y : [x], [1f], dx);
            // The formulas of SiLU and GELU are zero times infinity in the limit.
            var finite = Math.Clamp(x, -1e30, 1e30);
            if (Math.Abs(activation.Value(finite)) < 1e29)
                Difference(y[0], activation.Value(finite)).Should().BeLessThanOrEqualTo(2e-6, $"{name}({x})");
            else
                (y[0] * Math.Sign(activation.Value(finite))).Should().BeGreaterThan(0.99e30f);
            var slope = activation.Slope(Math.Clamp(x, -1e4, 1e4));
            if (slope < 1e29)
                Difference(dx[0], slope).Should().BeLessThanOrEqualTo(2e-6, $"{name}'({x})");
        }
    }

    [Fact]
    public void Softplus_keeps_its_relative_accuracy_in_the_lower_tail()
    {
        for (var x = -87f; x < 20f; x += 0.0137f)
        {
            float[] y = [0f];
            Activations.WriteSoftplus([x], y);
            Math.Abs(y[0] / Softplus(x) - 1).Should().BeLessThan(1e-6, $"softplus({x})");
        }
    }

    [Fact]
    public void Normal_distribution_is_within_its_bounds()
    {
        double worst = 0;
        for (var x = -20f; x < 20f; x += 0.00113f)
        {
            var phi = NormalDistribution.Cumulative(new OneLane(x), out _).Value;
            worst = Math.Max(worst, Math.Abs(phi - Phi(x)));
            if (x is > -5f and < 0f)
                Math.Abs(phi / Phi(x) - 1).Should().BeLessThan(2e-6, $"Phi({x})");
        }

        worst.Should().BeLessThan(1.5e-7);
    }

    [Fact]
    public void The_exponential_is_one_at_zero_and_no_more_below()
    {
        float[] x = [0f, -0f, .. Enumerable.Range(0, 400).Select(step => -MathF.Pow(10, -0.02f * step))];
        var y = new float[x.Length];
        Activations.WriteExponential(x, y);
        y.Take(2).Should().Equal(1f, 1f);
        y.Should().OnlyContain(value => value <= 1f);
        Activations.WriteExponential(x.AsSpan(0, 1), y.AsSpan(0, 1));
        y[0].Should().Be(1f);
    }

    [Fact]
    public void Rectifier_and_absolute_value_have_no_slope_at_zero()
    {
        float[] dx = [5f, 5f];
        Activations.AddRectifierGradient([0f, -0f], [1f, 1f], dx);
        Activations.AddAbsoluteValueGradient([0f, -0f], [1f, 1f], dx);
        dx.Should().Equal(5f, 5f);
    }

    static Activation Get(string name) => All.Single(activation => activation.Name == name);

    /// <summary>Absolute up to one, relative beyond.</summary>
    static double Difference(double actual, double expected) =>
        actual.Equals(expected) ? 0 : Math.Abs(actual - expected) / Math.Max(1, Math.Abs(expected));

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>e^x - 1, by its series where the difference would lose what counts.</summary>
    static double Expm1(double x) => Math.Abs(x) > 1e-3 ? Math.Exp(x) - 1 : x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5))));

    static double Softplus(double x) =>
        x < -20 ? Math.Exp(x) * (1 - Math.Exp(x) / 2) : Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>By its power series near zero and its continued fraction far out.</summary>
    static double Phi(double x)
    {
        var t = Math.Abs(x);
        var density = Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        if (t < 3)
        {
            double term = t, sum = t;
            for (var n = 3; n < 80; n += 2)
                sum += term *= t * t / n;
            return 0.5 + Math.Sign(x) * density * sum;
        }

        var fraction = t;
        for (var n = 80; n >= 1; n--)
            fraction = t + n / fraction;
        return x > 0 ? 1 - density / fraction : density / fraction;
    }
}
