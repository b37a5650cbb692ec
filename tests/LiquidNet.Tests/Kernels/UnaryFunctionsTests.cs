using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class UnaryFunctionsTests
{
    /// <summary>Results below the least normal float may be zero.</summary>
    const double LeastNormal = 1.17549435e-38;

    public static TheoryData<string> NamesInPlace { get; } =
        new(FunctionCases.All.Where(function => function.KeepsResult).Select(function => function.Name));

    public static TheoryData<string> NamesThatKeepNaN { get; } =
        new(FunctionCases.All.Where(function => function.KeepsNaN).Select(function => function.Name));

    public static TheoryData<string> Names => FunctionCases.Names;

    [Theory]
    [MemberData(nameof(NamesInPlace))]
    public void In_place_the_adjoint_of_the_result_becomes_that_of_the_argument(string name)
    {
        var (function, random) = (FunctionCases.Named(name), new Random(1));
        for (var length = 0; length <= 100; length++)
        {
            float[] y = new float[length], dx = new float[length];
            function.Values(Arguments(function, random, length), y);
            var dy = y.Select(_ => random.NextSingle() - 0.5f).ToArray();
            function.Gradients(y, dy, dx);
            var adjoint = new GuardedArray(dy);
            function.Slopes(y, adjoint.Span);
            adjoint.ShouldHaveWholeMargins();
            adjoint.Span.ToArray().Should().Equal(dx);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradient_follow_the_formula_at_every_length(string name)
    {
        var (function, random) = (FunctionCases.Named(name), new Random(1));
        for (var length = 0; length <= 256; length++)
        {
            var x = Arguments(function, random, length);
            if (length > 2 && function.Least < 0)
                x[2] = 0;
            var y = new GuardedArray(new float[length]);
            function.Values(x, y.Span);
            y.ShouldHaveWholeMargins();

            var dy = x.Select(_ => random.NextSingle() - 0.5f).ToArray();
            var dx = new GuardedArray([.. Enumerable.Repeat(3f, length)]);
            function.Gradients(function.KeepsResult ? y.Span : x, dy, dx.Span);
            dx.ShouldHaveWholeMargins();
            for (var i = 0; i < length; i++)
            {
                double value = function.ValueAt(x[i]), slope = function.SlopeAt(x[i]);
                Difference(y.Span[i], value).Should().BeLessThanOrEqualTo(function.Bound, $"{name}({x[i]})");
                // Beside the slope's error, that of the sum with what was there.
                (Math.Abs(dx.Span[i] - (3 + dy[i] * slope)) / (3 + Math.Abs(slope)))
                    .Should().BeLessThanOrEqualTo(2 * function.Bound + 1.3e-7, $"{name}'({x[i]})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_within_the_stated_bound_for_floats_of_every_size(string name)
    {
        var function = FunctionCases.Named(name);
        var (worst, at) = (0d, 0f);
        foreach (var block in FloatsOfEverySize().Where(x => x >= function.Least).Chunk(1 << 16))
        {
            var y = new float[block.Length];
            function.Values(block, y);
            for (var i = 0; i < block.Length; i++)
            {
                var expected = function.ValueAt(block[i]);
                if (y[i].Equals((float)expected))
                    continue;
                var error = Math.Max(0, Math.Abs(y[i] - expected) - LeastNormal);
                error /= function.IsRelative ? Math.Abs(expected) + LeastNormal : Math.Max(1, Math.Abs(expected));
                if (!(error <= worst))
                    (worst, at) = (error, block[i]);
            }
        }

        worst.Should().BeLessThanOrEqualTo(function.Bound, $"of {name}({at:R})");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_element_has_the_same_bits_wherever_it_stands(string name)
    {
        var function = FunctionCases.Named(name);
        var x = Enumerable.Range(0, 61).Select(i => (i - 30) * 0.217f * (i % 7 == 0 ? 3000 : 1)).ToArray();
        var together = new float[x.Length];
        var alone = new float[x.Length];
        function.Values(x, together);
        for (var i = 0; i < x.Length; i++)
            function.Values(x.AsSpan(i, 1), alone.AsSpan(i, 1));
        together.Should().Equal(alone);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_may_overwrite_its_argument(string name)
    {
        var function = FunctionCases.Named(name);
        var x = Enumerable.Range(0, 37).Select(i => (i - 18) * 0.3f).ToArray();
        var y = new float[x.Length];
        function.Values(x, y);
        function.Values(x, x);
        x.Should().Equal(y);
    }

    [Theory]
    [MemberData(nameof(NamesThatKeepNaN))]
    public void NaN_stays_NaN_in_vectors_and_in_the_rest(string name)
    {
        var function = FunctionCases.Named(name);
        for (var place = 0; place < 37; place++)
        {
            var x = Enumerable.Repeat(1f, 37).ToArray();
            x[place] = float.NaN;
            var y = new float[37];
            var dx = new float[37];
            function.Values(x, y);
            function.Gradients(function.KeepsResult ? y : x, Enumerable.Repeat(1f, 37).ToArray(), dx);
            for (var i = 0; i < 37; i++)
            {
                float.IsNaN(y[i]).Should().Be(i == place);
                float.IsNaN(dx[i]).Should().Be(i == place);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slopes_at_large_arguments_reach_the_limit_of_the_formula(string name)
    {
        var function = FunctionCases.Named(name);
        foreach (var x in (float[])[15f, -15f, 40f, -40f, 1e4f, -1e4f])
        {
            if (x < function.Least)
                continue;
            float[] y = [0f], dx = [0f];
            function.Values([x], y);
            function.Gradients(function.KeepsResult ? y : [x], [1f], dx);
            var slope = function.SlopeAt(x);
            if (Math.Abs(slope) < 1e29)
                Difference(dx[0], slope).Should().BeLessThanOrEqualTo(2e-6, $"{name}'({x})");
        }
    }

    [Fact]
    public void Angles_are_bounded_by_one_and_unknown_at_infinity()
    {
        foreach (var block in FloatsOfEverySize().Chunk(1 << 16))
        {
            var (sines, cosines) = (new float[block.Length], new float[block.Length]);
            UnaryFunctions.Write(default(Sin), block, sines);
            UnaryFunctions.Write(default(Cos), block, cosines);
            for (var i = 0; i < block.Length; i++)
            {
                if (!(Math.Abs(sines[i]) <= 1 && Math.Abs(cosines[i]) <= 1) && float.IsFinite(block[i]))
                    Assert.Fail($"sin({block[i]:R}) = {sines[i]:R}, cos = {cosines[i]:R}");
                if (float.IsInfinity(block[i]))
                    (float.IsNaN(sines[i]) && float.IsNaN(cosines[i])).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void Where_a_function_ends_it_says_so()
    {
        Of<Sqrt>(0, -0f, -1, float.PositiveInfinity).Should().Equal(0, -0f, float.NaN, float.PositiveInfinity);
        Of<Log>(0, -0f, -1, float.PositiveInfinity).Should()
            .Equal(float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.PositiveInfinity);
        SlopeOf(default(Sqrt), 0, 4).Should().Equal(float.PositiveInfinity, 0.25f);
        SlopeOf(default(Log), 0, 4, -4).Should().Equal(float.PositiveInfinity, 0.25f, -0.25f);
    }

    [Fact]
    public void NaN_is_found_and_replaced_at_every_length_and_nothing_else_is()
    {
        for (var length = 1; length <= 100; length++)
        {
            var x = Enumerable.Range(0, length).Select(Number).ToArray();
            Of<IsNaN>(x).Should().Equal(x.Select(value => float.IsNaN(value) ? 1f : 0f));
            Of<ZeroIfNaN>(x).Select(BitConverter.SingleToInt32Bits).Should()
                .Equal(x.Select(value => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? 0 : value)));
            SlopeOf(default(IsNaN), x).Should().OnlyContain(slope => slope == 0);
            SlopeOf(default(ZeroIfNaN), x).Should().Equal(x.Select(value => float.IsNaN(value) ? 0f : 1f));
        }

        static float Number(int place) => (place % 7) switch
        {
            0 or 5 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            3 => -float.NaN,
            4 => -0f,
            _ => -place,
        };
    }

    [Fact]
    public void At_a_kink_the_slope_is_the_documented_one()
    {
        SlopeOf(default(Relu), 0, -0f).Should().Equal(0, 0);
        SlopeOf(default(Abs), 0, -0f).Should().Equal(0, 0);
        SlopeOf(new LeakyRelu(0.25f), 0, -0f).Should().Equal(0.25f, 0.25f);
        SlopeOf(new Elu(2), 0, -0f).Should().Equal(2, 2);
        SlopeOf(new Clamp(-1, 2), -1, 2, MathF.BitDecrement(-1), MathF.BitIncrement(2)).Should().Equal(1, 1, 0, 0);
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
        var y = Of<Exp>([0f, -0f, .. Enumerable.Range(0, 400).Select(step => -MathF.Pow(10, -0.02f * step))]);
        y.Take(2).Should().Equal(1f, 1f);
        y.Should().OnlyContain(value => value <= 1f);
        Of<Exp>(0f).Should().Equal(1f);
    }

    static float[] Of<TFunction>(params float[] x)
        where TFunction : struct, IUnaryFunction
    {
        var y = new float[x.Length];
        UnaryFunctions.Write(default(TFunction), x, y);
        return y;
    }

    static float[] SlopeOf<TFunction>(TFunction function, params float[] x)
        where TFunction : struct, IDifferentiableFunction
    {
        var (kept, dx) = (x.ToArray(), new float[x.Length]);
        if (function.KeepsResult)
            UnaryFunctions.Write(function, x, kept);
        UnaryFunctions.AddGradient(function, kept, [.. x.Select(_ => 1f)], dx);
        return dx;
    }

    static float[] Arguments(FunctionCase function, Random random, int length)
    {
        var least = Math.Max(-6, function.Least + 0.01f);
        return [.. Enumerable.Range(0, length).Select(_ => least + random.NextSingle() * (6 - least))];
    }

    /// <summary>Floats of both signs from zero to infinity, denser where functions bend.</summary>
    static IEnumerable<float> FloatsOfEverySize()
    {
        var infinity = BitConverter.SingleToInt32Bits(float.PositiveInfinity);
        for (var bits = 0; bits < infinity;)
        {
            var x = BitConverter.Int32BitsToSingle(bits);
            yield return x;
            yield return -x;
            bits += x is > 0.01f and < 100f ? 997 : 40_009;
        }

        yield return float.PositiveInfinity;
        yield return float.NegativeInfinity;
    }

    /// <summary>Absolute up to one, relative beyond.</summary>
    static double Difference(double actual, double expected) =>
        actual.Equals(expected) ? 0 : Math.Abs(actual - expected) / Math.Max(1, Math.Abs(expected));

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
