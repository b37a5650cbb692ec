using System.Collections;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>The derivatives of the state after a step by the state before a part of it, found from the last part to the first.</summary>
/// <remarks>The derivatives by one unit lie side by side, padded as a row of <see cref="RowCombinations"/>.</remarks>
sealed class StateJacobian
{
    readonly int size;
    readonly RowCombinations chained;
    float[] values;
    float[] next;
    bool isIdentity = true;

    /// <param name="size">Rows of the state.</param>
    /// <param name="part">For each of them, what it depends on over a part of a step.</param>
    public StateJacobian(int size, BitArray[] part)
    {
        this.size = size;
        chained = new RowCombinations(
            size, size,
            [
                .. from source in Enumerable.Range(0, size)
                   from row in Enumerable.Range(0, size)
                   where part[row][source]
                   select new RowTerm(source, row * RowCombinations.StrideOf(size), IndexOf(size, row, source)),
            ]);
        values = new float[LengthOf(size)];
        next = new float[values.Length];
        Begin();
    }

    /// <summary>The derivatives.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>How many numbers hold the derivatives of a state.</summary>
    public static int LengthOf(int size) => checked(size * RowCombinations.StrideOf(size));

    /// <summary>Where the derivative of a row by one of the state before stands.</summary>
    public static int IndexOf(int size, int row, int source) => source * RowCombinations.StrideOf(size) + row;

    /// <summary>Begins behind the last part: every row depends on itself alone.</summary>
    public void Begin()
    {
        Array.Clear(values);
        for (var row = 0; row < size; row++)
            values[IndexOf(size, row, row)] = 1;
        isIdentity = true;
    }

    /// <summary>Goes back over a part.</summary>
    /// <param name="part">The derivatives of the state after the part by that before it.</param>
    public void GoBack(ReadOnlySpan<float> part)
    {
        if (isIdentity)
        {
            part.CopyTo(values);
            isIdentity = false;
            return;
        }

        Array.Clear(next);
        chained.Add(values, part, next);
        (values, next) = (next, values);
        SmallNumbers.WriteFlushed(values, SmallNumbers.LeastAdjoint, values);
    }
}
