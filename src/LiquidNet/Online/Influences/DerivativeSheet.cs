using System.Collections;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>What parts of a step do, one in a column: the derivatives of each row of the state after the part by the state before it and by
/// the parameters.</summary>
/// <remarks>Several parts are noted before the influence takes them, which then goes over its rows once.</remarks>
sealed class DerivativeSheet
{
    const int MostColumns = 8;

    readonly ElementTable elements;
    readonly InfluenceBlock[] blocks;
    readonly int[] starts;
    readonly int[] blockOf;
    readonly int[] offsetOf;
    readonly float[] numbers;

    /// <summary>Lays out derivatives as blocks of an influence take them.</summary>
    /// <param name="elements">What rows depend on.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="parts">Into how many parts a step is cut at most.</param>
    public DerivativeSheet(ElementTable elements, ParameterSet parameters, InfluenceBlock[] blocks, int parts)
    {
        (this.elements, this.blocks) = (elements, blocks);
        starts = new int[blocks.Length + 1];
        starts[0] = StateJacobian.LengthOf(elements.StateSize);
        blockOf = new int[elements.Count];
        offsetOf = new int[elements.Count];
        Array.Fill(blockOf, -1);
        for (var block = 0; block < blocks.Length; block++)
        {
            starts[block + 1] = checked(starts[block] + blocks[block].DirectRows.Length * blocks[block].Stride);
            var offset = 0;
            foreach (var (parameter, start, length) in blocks[block].Runs)
            {
                for (var value = 0; value < length; value++)
                {
                    var element = elements.StartOf(parameters[parameter]) + start + value;
                    (blockOf[element], offsetOf[element]) = (block, offset++);
                }
            }
        }

        Columns = Math.Min(parts, MostColumns);
        numbers = new float[checked(Columns * ColumnLength)];
    }

    /// <summary>How many parts there is room for.</summary>
    public int Columns { get; }

    /// <summary>How many numbers a part has.</summary>
    public int ColumnLength => starts[^1];

    /// <summary>How many of them are derivatives with respect to the state, as in a <see cref="StateJacobian"/>; they come
    /// first.</summary>
    public int JacobianLength => starts[0];

    /// <summary>The parts, one after the other.</summary>
    public ReadOnlySpan<float> All => numbers;

    /// <summary>What a part does.</summary>
    public Span<float> Column(int column) => numbers.AsSpan(column * ColumnLength, ColumnLength);

    /// <summary>Where in a column the derivatives with respect to the values of a block begin [direct rows x values].</summary>
    public int StartOf(InfluenceBlock block) => starts[Array.IndexOf(blocks, block)];

    /// <summary>Sets all parts to zero.</summary>
    public void Clear() => Array.Clear(numbers);

    /// <summary>Where in a column the derivative of a row by an element stands; -1 where it is not kept.</summary>
    public int IndexOf(int row, int element)
    {
        if (element < elements.StateSize)
            return StateJacobian.IndexOf(elements.StateSize, row, element);
        if (blockOf[element] is >= 0 and var block && Array.IndexOf(blocks[block].DirectRows, row) is >= 0 and var direct)
            return starts[block] + direct * blocks[block].Stride + offsetOf[element];
        return -1;
    }

    /// <summary>What has to be copied from the adjoints of a sweep that a row was seeded in.</summary>
    /// <param name="row">The row.</param>
    /// <param name="dependencies">The elements that it depends on.</param>
    /// <param name="shift">How much further the adjoints of parameters stand than their elements.</param>
    public IEnumerable<NumberRun> CopiesOf(int row, BitArray dependencies, int shift = 0)
    {
        var open = default(NumberRun);
        for (var element = 0; element < elements.Count; element++)
        {
            var from = element < elements.StateSize ? element : element + shift;
            if (!dependencies[from] || IndexOf(row, element) is not (>= 0 and var to))
                continue;
            if (to == open.To + open.Length && from == open.From + open.Length)
            {
                open = open with { Length = open.Length + 1 };
                continue;
            }

            if (open.Length > 0)
                yield return open;
            open = new NumberRun(to, from, 1);
        }

        if (open.Length > 0)
            yield return open;
    }
}
