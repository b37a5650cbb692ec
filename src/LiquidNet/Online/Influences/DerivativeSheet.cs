using System.Collections;
using LiquidNet.Equations;

namespace LiquidNet.Online.Influences;

/// <summary>What a part of a step does: the derivatives of each row of the state after it by the state before it and by the
/// parameters.</summary>
sealed class DerivativeSheet
{
    readonly ElementTable elements;
    readonly InfluenceBlock[] blocks;
    readonly int[] starts;
    readonly int[] blockOf;
    readonly int[] offsetOf;
    readonly float[] numbers;

    /// <summary>Lays out derivatives as blocks of an influence take them.</summary>
    public DerivativeSheet(ElementTable elements, ParameterSet parameters, InfluenceBlock[] blocks)
    {
        (this.elements, this.blocks) = (elements, blocks);
        starts = new int[blocks.Length + 1];
        starts[0] = StateJacobian.LengthOf(elements.StateSize);
        blockOf = new int[elements.Count];
        offsetOf = new int[elements.Count];
        Array.Fill(blockOf, -1);
        for (var block = 0; block < blocks.Length; block++)
        {
            starts[block + 1] = checked(starts[block] + blocks[block].DirectLength);
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

        numbers = new float[starts[^1]];
    }

    /// <summary>All derivatives.</summary>
    public Span<float> All => numbers;

    /// <summary>The derivatives by the state before, as a <see cref="StateJacobian"/> holds them.</summary>
    public ReadOnlySpan<float> Jacobian => numbers.AsSpan(0, starts[0]);

    /// <summary>The derivatives by the values of a block [direct rows x values].</summary>
    public ReadOnlySpan<float> Direct(int block) => numbers.AsSpan(starts[block], starts[block + 1] - starts[block]);

    /// <summary>Where the derivative of a row by an element stands; -1 where it is not kept.</summary>
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
    public IEnumerable<Copy> CopiesOf(int row, BitArray dependencies, int shift = 0)
    {
        var open = default(Copy);
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
            open = new Copy(to, from, 1);
        }

        if (open.Length > 0)
            yield return open;
    }
}

/// <summary>Neighbouring numbers that are taken over.</summary>
/// <param name="To">Where to.</param>
/// <param name="From">Where from.</param>
/// <param name="Length">How many.</param>
readonly record struct Copy(int To, int From, int Length)
{
    /// <summary>Takes all of them over.</summary>
    public static void Run(ReadOnlySpan<Copy> copies, ReadOnlySpan<float> source, Span<float> destination)
    {
        foreach (var (to, from, length) in copies)
        {
            for (var at = 0; at < length; at++)
                destination[to + at] = source[from + at];
        }
    }
}
