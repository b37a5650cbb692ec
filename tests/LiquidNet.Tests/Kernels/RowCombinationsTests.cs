using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class RowCombinationsTests
{
    const double Rounding = 1e-6;

    [Fact]
    public void Rows_are_added_times_their_numbers_at_every_length()
    {
        RowTerm[] terms = [new(2, 0, 1), new(0, 3, 0), new(2, 3, 2), new(3, 1, 1), new(2, 2, 0)];
        for (var length = 1; length <= 70; length++)
        {
            var stride = RowCombinations.StrideOf(length);
            stride.Should().BeGreaterThanOrEqualTo(length);
            var (x, c, before) = (Numbers.Around(1, 4 * stride), Numbers.Around(2, 3), Numbers.Around(3, 5 * stride));
            var expected = new NaiveSum(before);
            foreach (var (row, source, coefficient) in terms)
            {
                for (var at = 0; at < stride; at++)
                    expected.Add(row * stride + at, c[coefficient], x[source * stride + at]);
            }

            var y = new GuardedArray(before);
            var placed = terms.Select(term => term with { Source = term.Source * stride });
            new RowCombinations(5, length, [.. placed]).Add(x, c, y.Span);
            expected.ShouldEqual(y, Rounding, because: $"length {length}");
        }
    }

    [Fact]
    public void Without_terms_nothing_is_added()
    {
        var y = new GuardedArray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        new RowCombinations(1, 16, []).Add([], [], y.Span);
        y.Span[15].Should().Be(16);
    }
}
