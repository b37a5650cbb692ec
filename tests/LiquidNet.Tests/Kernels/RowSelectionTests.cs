using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Tests.Kernels;

public class RowSelectionTests
{
    const int Vectors = 6;

    [Fact]
    public void Rows_are_read_that_fill_a_vector_and_at_most_four()
    {
        var lengths = Enumerable.Range(0, 100).Where(RowSelection.CanRead);

        lengths.Should().Equal(WideVector.IsSupported ? Enumerable.Range(16, 49) : []);
    }

    [Fact]
    public void Values_are_picked_in_any_order()
    {
        foreach (var count in Enumerable.Range(0, 100).Where(RowSelection.CanRead))
        {
            var random = new Random(count);
            var row = Enumerable.Range(0, count).Select(index => index == 0 ? -0f : index == 1 ? float.NaN : index).ToArray();
            var inAnyOrder = Enumerable.Range(0, Vectors * WideVector.Count).Select(_ => random.Next(count));
            int[] indices = [.. Enumerable.Range(0, count).Concat(inAnyOrder).Take(Vectors * WideVector.Count)];
            var picked = new float[(Vectors * WideVector.Count) + 1];
            picked[^1] = 7;

            RowSelection.Of(indices, count).Write(row, 1, Vectors, picked);

            var expected = indices.Skip(WideVector.Count).Select(index => BitConverter.SingleToInt32Bits(row[index])).ToArray();
            picked.Take(expected.Length).Select(BitConverter.SingleToInt32Bits).Should().Equal(expected);
            picked[^1].Should().Be(7);
        }
    }
}
