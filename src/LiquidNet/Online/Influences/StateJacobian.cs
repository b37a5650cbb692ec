using System.Collections;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>The derivatives of the state after a step by those between its parts, found from the last part to the first.</summary>
/// <remarks>
/// <para>The derivatives with respect to one unit lie side by side, padded as a row of <see cref="RowCombinations"/>.</para>
/// <para>Those by the states after so many parts as a <see cref="DerivativeSheet"/> has columns are kept.</para>
/// </remarks>
sealed class StateJacobian
{
    readonly int size;
    readonly int columns;
    readonly RowCombinations chained;
    readonly float[] values;
    bool beginsWithIdentity;

    /// <param name="size">Rows of the state.</param>
    /// <param name="part">For each of them, what it depends on over a part of a step.</param>
    /// <param name="columns">After how many parts the derivatives are kept.</param>
    public StateJacobian(int size, BitArray[] part, int columns)
    {
        (this.size, this.columns) = (size, columns);
        chained = new RowCombinations(
            size, size,
            [
                .. from source in Enumerable.Range(0, size)
                   from row in Enumerable.Range(0, size)
                   where part[row][source]
                   select new RowTerm(source, row * RowCombinations.StrideOf(size), IndexOf(size, row, source)),
            ]);
        values = new float[checked((columns + 1) * LengthOf(size))];
    }

    /// <summary>By the state after each of the parts that are kept.</summary>
    public ReadOnlySpan<float> Onward => values.AsSpan(0, columns * LengthOf(size));

    /// <summary>By the state before the step.</summary>
    public ReadOnlySpan<float> OverStep => Column(columns);

    /// <summary>How many numbers hold the derivatives of a state.</summary>
    public static int LengthOf(int size) => checked(size * RowCombinations.StrideOf(size));

    /// <summary>Where the derivative of a row by one of the state before stands.</summary>
    public static int IndexOf(int size, int row, int source) => source * RowCombinations.StrideOf(size) + row;

    /// <summary>Begins behind the last part: every row depends on itself alone.</summary>
    public void Begin()
    {
        if (beginsWithIdentity)
            return;
        Column(0).Clear();
        for (var row = 0; row < size; row++)
            values[IndexOf(size, row, row)] = 1;
        beginsWithIdentity = true;
    }

    /// <summary>Goes back over a part.</summary>
    /// <param name="column">The part's column.</param>
    /// <param name="part">The derivatives of the state after the part by that before it.</param>
    /// <param name="isFirst">Whether no part comes before it.</param>
    public void GoBack(int column, ReadOnlySpan<float> part, bool isFirst)
    {
        var result = Column(isFirst ? columns : column + 1);
        if (column == 0 && beginsWithIdentity)
        {
            part.CopyTo(result);
            return;
        }

        result.Clear();
        chained.Add(Column(column), part, result);
        SmallNumbers.WriteFlushed(result, SmallNumbers.LeastAdjoint, result);
    }

    /// <summary>Goes on with the first column, when all have been taken.</summary>
    public void Wrap()
    {
        Column(columns).CopyTo(Column(0));
        beginsWithIdentity = false;
    }

    /// <summary>Leaves out the columns from one on, which no part has.</summary>
    public void LeaveOut(int column) => values.AsSpan(column * LengthOf(size), (columns - column) * LengthOf(size)).Clear();

    Span<float> Column(int column) => values.AsSpan(column * LengthOf(size), LengthOf(size));
}
