using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class BroadcastsTests
{
    const double Exact = 6e-8;

    static readonly Broadcast[] Forms = Enum.GetValues<Broadcast>();

    static readonly (int Rows, int Lanes)[] Sizes =
        [(1, 1), (2, 1), (19, 1), (64, 1), (1, 8), (3, 8), (1, 16), (5, 16), (20, 16), (3, 24), (7, 32)];

    delegate void Write(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y);

    [Fact]
    public void Sums_are_right_for_every_pair_of_forms() => CheckPairs(Broadcasts.Write<SumOfTwo>, (a, b) => (float)a + (float)b);

    [Fact]
    public void Differences_are_right_for_every_pair_of_forms() =>
        CheckPairs(Broadcasts.Write<DifferenceOfTwo>, (a, b) => (float)a - (float)b);

    [Fact]
    public void Products_are_right_for_every_pair_of_forms() => CheckPairs(Broadcasts.Write<ProductOfTwo>, (a, b) => a * b);

    [Fact]
    public void Quotients_are_right_for_every_pair_of_forms() => CheckPairs(Broadcasts.Write<QuotientOfTwo>, (a, b) => a / b);

    [Fact]
    public void A_result_may_take_the_place_of_an_operand()
    {
        var a = Numbers.Around(1, 20 * 16);
        var b = Numbers.Around(2, 20);
        var expected = new float[a.Length];
        Broadcasts.Write<DifferenceOfTwo>(a, Broadcast.Equal, b, Broadcast.PerNeuron, 20, 16, expected);
        Broadcasts.Write<DifferenceOfTwo>(a, Broadcast.Equal, b, Broadcast.PerNeuron, 20, 16, a);
        a.Should().Equal(expected);
    }

    [Fact]
    public void Copies_are_right_for_every_form()
    {
        foreach (var (rows, lanes) in Sizes)
        {
            foreach (var form in Forms)
            {
                var x = Numbers.Around(1, LengthOf(form, rows, lanes));
                var y = new GuardedArray(new float[rows * lanes]);
                Broadcasts.WriteCopy(x, form, rows, lanes, y.Span);
                y.ShouldBe(Elements(rows, lanes, (r, l) => x[IndexOf(form, r, l, lanes)]), 0d, because: $"{form} {rows}x{lanes}");
            }
        }
    }

    [Fact]
    public void An_affine_map_is_right_at_every_length()
    {
        for (var length = 0; length <= 256; length++)
        {
            var x = Numbers.Around(length, length);
            var y = new GuardedArray(new float[length]);
            Broadcasts.WriteAffineOf(x, -1.5f, 0.25f, y.Span);
            y.ShouldBe(Array.ConvertAll(x, v => -1.5 * v + 0.25), 2e-7, Array.ConvertAll(x, v => 1.5 * Math.Abs(v) + 0.25));
        }
    }

    static void CheckPairs(Write write, Func<double, double, double> operation)
    {
        foreach (var (rows, lanes) in Sizes)
        {
            foreach (var aForm in Forms)
            {
                foreach (var bForm in Forms)
                {
                    var a = Numbers.Around(1, LengthOf(aForm, rows, lanes));
                    var b = Numbers.Positive(2, LengthOf(bForm, rows, lanes));
                    var y = new GuardedArray(new float[rows * lanes]);
                    write(a, aForm, b, bForm, rows, lanes, y.Span);
                    y.ShouldBe(
                        Elements(rows, lanes, (r, l) => operation(a[IndexOf(aForm, r, l, lanes)], b[IndexOf(bForm, r, l, lanes)])),
                        Exact,
                        because: $"{aForm} with {bForm}, {rows}x{lanes}");
                }
            }
        }
    }

    internal static int LengthOf(Broadcast form, int rows, int lanes) => form switch
    {
        Broadcast.Equal => rows * lanes,
        Broadcast.PerNeuron => rows,
        Broadcast.PerSample => lanes,
        _ => 1,
    };

    internal static int IndexOf(Broadcast form, int row, int lane, int lanes) => form switch
    {
        Broadcast.Equal => row * lanes + lane,
        Broadcast.PerNeuron => row,
        Broadcast.PerSample => lane,
        _ => 0,
    };

    static double[] Elements(int rows, int lanes, Func<int, int, double> element) =>
        [.. Enumerable.Range(0, rows * lanes).Select(i => element(i / lanes, i % lanes))];
}
