using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class TranspositionTests
{
    const int Gap = 3;

    [Fact]
    public void Rows_become_columns_whatever_their_number()
    {
        for (var rows = 1; rows <= 19; rows++)
        {
            for (var columns = 1; columns <= 19; columns++)
            {
                var (fromStride, toStride) = (columns + Gap, rows + Gap);
                float[] source = [.. Enumerable.Range(0, (rows - 1) * fromStride + columns).Select(at => (float)at)];
                var destination = new GuardedArray(new float[(columns - 1) * toStride + rows]);
                var expected = new float[destination.Span.Length];
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++)
                        expected[column * toStride + row] = source[row * fromStride + column];
                }

                Transposition.Write(source, fromStride, rows, columns, destination.Span, toStride);

                destination.Span.ToArray().Should().Equal(expected);
                destination.ShouldHaveWholeMargins();
            }
        }
    }
}
