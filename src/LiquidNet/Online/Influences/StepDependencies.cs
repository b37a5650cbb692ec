using System.Collections;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Online.Influences;

/// <summary>Finds out what each row of a next state depends on, from the structure of its equation: what is not found has a derivative
/// of zero, whatever the values.</summary>
sealed class StepDependencies
{
    readonly IReadOnlyList<Signal> order;
    readonly ElementTable elements;
    readonly Dictionary<Signal, bool[]> marks = new(ReferenceEqualityComparer.Instance);

    StepDependencies(Signal equation, ElementTable elements)
    {
        this.elements = elements;
        order = EquationOrder.Of(equation);
        foreach (var signal in order)
            marks.Add(signal, new bool[signal is Parameter parameter ? parameter.Storage.Length : signal.Rows]);
    }

    /// <summary>For each row, the elements that it depends on over one unfold.</summary>
    public static BitArray[] OfUnfold(Signal next, ElementTable elements)
    {
        var dependencies = new StepDependencies(next, elements);
        return [.. Enumerable.Range(0, next.Rows).Select(dependencies.Of)];
    }

    /// <summary>For each row, the elements that it depends on after some repetitions at most.</summary>
    public static BitArray[] Repeated(BitArray[] once, int times)
    {
        var known = once;
        for (var time = 1; time < times; time++)
        {
            var next = Array.ConvertAll(once, row => Over(row, known));
            if (next.Zip(known).All(pair => AreEqual(pair.First, pair.Second)))
                break;
            known = next;
        }

        return known;
    }

    static BitArray Over(BitArray row, BitArray[] before)
    {
        var all = new BitArray(row);
        for (var unit = 0; unit < before.Length; unit++)
        {
            if (row[unit])
                all.Or(before[unit]);
        }

        return all;
    }

    static bool AreEqual(BitArray left, BitArray right) => !new BitArray(left).Xor(right).HasAnySet();

    BitArray Of(int row)
    {
        foreach (var mark in marks.Values)
            Array.Clear(mark);
        marks[order[^1]][row] = true;
        for (var index = order.Count - 1; index >= 0; index--)
        {
            if (order[index] is Operator operation && marks[operation].Contains(true))
                PassOn(operation, marks[operation]);
        }

        var found = new BitArray(elements.Count);
        foreach (var (signal, marked) in marks)
        {
            if (signal is Placeholder { Placement.Region: Region.State })
                Set(found, 0, marked, _ => true);
            else if (signal is Parameter parameter)
                Set(found, elements.StartOf(parameter), marked, value => ElementTable.CanMove(parameter, value));
        }

        return found;
    }

    static void Set(BitArray found, int start, bool[] marked, Func<int, bool> counts)
    {
        for (var at = 0; at < marked.Length; at++)
            found[start + at] |= marked[at] && counts(at);
    }

    void PassOn(Operator operation, bool[] marked)
    {
        switch (operation)
        {
            case Affine affine:
                PassOn(affine, marked);
                break;
            case SynapticSum sum:
                PassOn(sum, marked);
                break;
            case Softmax or Mean:
                Array.Fill(marks[operation.Sources[0]], true);
                break;
            case Slice slice:
                for (var row = 0; row < slice.Rows; row++)
                    marks[slice.Sources[0]][slice.Start + row] |= marked[row];
                break;
            case Concatenation whole:
                var first = 0;
                foreach (var part in whole.Sources)
                {
                    Mark(part, marked.AsSpan(first, part.Rows));
                    first += part.Rows;
                }

                break;
            default:
                foreach (var source in operation.Sources)
                    Mark(source, marked);
                break;
        }
    }

    void PassOn(Affine affine, bool[] marked)
    {
        if (affine.Addend is { } addend)
            Mark(addend, marked);
        foreach (var (source, weights, offset) in affine.Terms)
        {
            var matrix = (Parameter)weights;
            for (var output = 0; output < marked.Length; output++)
            {
                for (var input = 0; marked[output] && input < source.Rows; input++)
                {
                    var weight = output * matrix.Rows + offset + input;
                    if (!ElementTable.IsPresent(matrix, weight))
                        continue;
                    marks[matrix][weight] = true;
                    marks[source][input] = true;
                }
            }
        }
    }

    void PassOn(SynapticSum sum, bool[] marked)
    {
        for (var target = 0; target < marked.Length; target++)
        {
            for (var synapse = sum.Starts.Items[target]; marked[target] && synapse < sum.Starts.Items[target + 1]; synapse++)
            {
                marks[sum.Source][sum.SourceRows.Items[synapse]] = true;
                foreach (var own in (ReadOnlySpan<Signal>)[sum.Weight, sum.Midpoint, sum.Steepness])
                    marks[own][own.Rows == 1 ? 0 : synapse] = true;
            }
        }
    }

    /// <summary>Element by element; a source of one row is repeated in all.</summary>
    void Mark(Signal source, ReadOnlySpan<bool> marked)
    {
        var own = marks[source];
        for (var row = 0; row < marked.Length; row++)
            own[source.Rows == 1 ? 0 : row] |= marked[row];
    }
}
