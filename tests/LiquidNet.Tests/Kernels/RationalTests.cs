using System.Numerics;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Tests.Kernels;

public sealed class RationalTests
{
    /// <summary>The bounds of the doc comments.</summary>
    const double SigmoidBound = 2e-7, TanhBound = 2e-7, RelativeTanhBound = 4e-7;

    /// <summary>Without fused multiply-add every product is rounded on its own.</summary>
    const double UnfusedTanhBound = 2.5e-7;

    static bool IsFused => float.MultiplyAddEstimate(1f + 1e-4f, 1f + 1e-4f, -1f) == MathF.FusedMultiplyAdd(1f + 1e-4f, 1f + 1e-4f, -1f);

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    [Fact]
    public void Tanh_is_within_its_bounds_for_floats_of_every_size()
    {
        double worst = 0, worstRelative = 0;
        foreach (var (x, y) in Scan(Tanh))
        {
            var error = Math.Abs(y - Math.Tanh(x));
            worst = Math.Max(worst, error);
            worstRelative = Math.Max(worstRelative, x == 0 ? 0 : error / Math.Abs(Math.Tanh(x)) - (float.IsSubnormal(x) ? 1 : 0));
            if (!(MathF.Abs(y) <= 1f))
                Assert.Fail($"tanh({x}) = {y}");
        }

        worst.Should().BeLessThan(IsFused ? TanhBound : UnfusedTanhBound);
        worstRelative.Should().BeLessThan(RelativeTanhBound);
    }

    [Fact]
    public void Sigmoid_is_within_its_bounds_for_floats_of_every_size()
    {
        double worst = 0, worstRelative = 0;
        foreach (var (x, y) in Scan(Sigmoid))
        {
            var error = Math.Abs(y - Sigmoid(x));
            worst = Math.Max(worst, error);
            if (x > -84f)
                worstRelative = Math.Max(worstRelative, error / Sigmoid(x));
            if (!(y is >= 0f and <= 1f))
                Assert.Fail($"sigmoid({x}) = {y}");
        }

        worst.Should().BeLessThan(SigmoidBound);
        worstRelative.Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Tanh_is_odd_to_the_bit()
    {
        for (var bits = 0; bits <= BitConverter.SingleToInt32Bits(float.PositiveInfinity); bits += 40_009)
        {
            var x = BitConverter.Int32BitsToSingle(bits);
            Tanh(-x).Should().Be(-Tanh(x));
        }
    }

    [Fact]
    public void Infinity_saturates_exactly()
    {
        Tanh(float.PositiveInfinity).Should().Be(1f);
        Tanh(float.NegativeInfinity).Should().Be(-1f);
        Sigmoid(float.PositiveInfinity).Should().Be(1f);
        Sigmoid(float.NegativeInfinity).Should().Be(0f);
        Tanh(new Vector<float>(float.NegativeInfinity)).Should().Be(-Vector<float>.One);
        Sigmoid(new Vector<float>(float.NegativeInfinity)).Should().Be(Vector<float>.Zero);
    }

    [Theory]
    [InlineData(0x7FC00000)]
    [InlineData(unchecked((int)0xFFC00000))]
    [InlineData(0x7F800001)]
    [InlineData(0x7FC001FF)]
    public void Every_kind_of_NaN_passes_through(int bits)
    {
        var nan = BitConverter.Int32BitsToSingle(bits);
        Tanh(nan).Should().Be(float.NaN);
        Sigmoid(nan).Should().Be(float.NaN);
        Vector.IsNaN(Tanh(new Vector<float>(nan))).Should().Be(new Vector<int>(-1).As<int, float>());
        Vector.IsNaN(Sigmoid(new Vector<float>(nan))).Should().Be(new Vector<int>(-1).As<int, float>());
    }

    [Fact]
    public void A_scalar_has_the_bits_of_a_place_in_a_vector()
    {
        for (var x = -20f; x < 20f; x += 0.0173f)
        {
            Tanh(new Vector<float>(x)).ToScalar().Should().Be(Tanh(x));
            Sigmoid(new Vector<float>(x)).ToScalar().Should().Be(Sigmoid(x));
        }
    }

    /// <summary>Floats of both signs from the least subnormal to infinity, denser where the function bends.</summary>
    static IEnumerable<(float X, float Y)> Scan(Func<Vector<float>, Vector<float>> function)
    {
        var x = new float[Vector<float>.Count];
        for (var bits = 0L; bits <= BitConverter.SingleToInt32Bits(float.PositiveInfinity);)
        {
            for (var i = 0; i < x.Length; i += 2)
            {
                x[i] = BitConverter.Int32BitsToSingle((int)Math.Min(bits, BitConverter.SingleToInt32Bits(float.PositiveInfinity)));
                x[i + 1] = -x[i];
                bits += x[i] is > 0.01f and < 100f ? 127 : 10_007;
            }

            var y = function(new Vector<float>(x));
            for (var i = 0; i < x.Length; i++)
                yield return (x[i], y[i]);
        }
    }

    static float Tanh(float x) => Rational.TanhOfPowerOfTwo(new OneLane(x * Rational.TanhScale)).Value;

    static Vector<float> Tanh(Vector<float> x) => Rational.TanhOfPowerOfTwo(new LaneVector(x * Rational.TanhScale)).Value;

    static float Sigmoid(float x) => Rational.Sigmoid(new OneLane(x)).Value;

    static Vector<float> Sigmoid(Vector<float> x) => Rational.Sigmoid(new LaneVector(x)).Value;
}
