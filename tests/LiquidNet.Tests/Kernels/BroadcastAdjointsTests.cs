using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class BroadcastAdjointsTests
{
    const double Rounding = 5e-7;

    static readonly Broadcast[] Forms = Enum.GetValues<Broadcast>();

    static readonly (int Rows, int Lanes)[] Sizes = [(1, 1), (19, 1), (64, 1), (1, 8), (3, 8), (5, 16), (20, 16), (3, 24)];

    delegate void Add(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> y, ReadOnlySpan<float> b, Broadcast form, int rows, int lanes, bool perSample,
        Span<float> dx);

    [Fact]
    public void Products_send_back_the_adjoint_times_the_other_operand() => Check(
        (dy, y, b, form, rows, lanes, perSample, dx) => Broadcasts.AddProduct(dy, b, form, rows, lanes, perSample, dx),
        (dy, y, b) => dy * b);

    [Fact]
    public void Quotients_send_back_the_adjoint_over_the_denominator() => Check(
        (dy, y, b, form, rows, lanes, perSample, dx) => Broadcasts.AddQuotient(dy, b, form, rows, lanes, perSample, dx),
        (dy, y, b) => dy / b);

    [Fact]
    public void Denominators_get_the_negated_adjoint_times_the_result_over_themselves() =>
        Check(Broadcasts.AddDenominator, (dy, y, b) => -dy * y / b);

    [Fact]
    public void Scales_send_back_the_scaled_adjoint() => Check(
        (dy, y, b, form, rows, lanes, perSample, dx) => Broadcasts.AddScaled(dy, -0.75f, rows, lanes, perSample, dx),
        (dy, y, b) => -0.75 * dy);

    [Fact]
    public void Lane_sums_are_added_row_by_row()
    {
        foreach (var (rows, lanes) in Sizes)
        {
            var sums = Numbers.Around(1, rows * lanes);
            var start = Numbers.Around(2, rows);
            var expected = new NaiveSum(start);
            for (var i = 0; i < sums.Length; i++)
                expected.Add(i / lanes, sums[i]);

            var destination = new GuardedArray(start);
            Broadcasts.AddLaneSums(sums, rows, lanes, destination.Span);
            expected.ShouldEqual(destination, Rounding);
        }
    }

    static void Check(Add add, Func<double, double, double, double> term)
    {
        foreach (var (rows, lanes) in Sizes)
        {
            foreach (var form in Forms)
            {
                foreach (var perSample in (bool[])[false, true])
                {
                    var dy = Numbers.Around(1, rows * lanes);
                    var y = Numbers.Around(2, rows * lanes);
                    var b = Numbers.Positive(3, BroadcastsTests.LengthOf(form, rows, lanes));
                    var start = Numbers.Around(4, perSample ? lanes : rows * lanes);
                    var expected = new NaiveSum(start);
                    for (var i = 0; i < dy.Length; i++)
                    {
                        var (row, lane) = (i / lanes, i % lanes);
                        expected.Add(perSample ? lane : i, term(dy[i], y[i], b[BroadcastsTests.IndexOf(form, row, lane, lanes)]));
                    }

                    var dx = new GuardedArray(start);
                    add(dy, y, b, form, rows, lanes, perSample, dx.Span);
                    expected.ShouldEqual(dx, Rounding, $"{form}, {rows}x{lanes}, per sample: {perSample}");
                }
            }
        }
    }
}
