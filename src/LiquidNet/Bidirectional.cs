using System.Diagnostics;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Data.Sets;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Reads sequences in both directions: one cell from the beginning, one from the end.</summary>
/// <remarks>
/// <para>At every step the output is that of both cells side by side, the second having seen all that is still to come. It therefore needs
/// whole sequences, and cannot be a stream.</para>
/// <para>Going backward, the time between two readings is the same as going forward.</para>
/// <para>To learn something about whole sequences, train a network of <see cref="Cell"/> on <see cref="Mirror"/> of the data: after the
/// last step both cells have seen everything. Learning something for every step in both directions is not supported.</para>
/// <para>Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal Processing 1997.</para>
/// </remarks>
/// <example>
/// <code>
/// var both = new Bidirectional(new CfcCell(8, 32, seed: 1), new CfcCell(8, 32, seed: 2));
/// var network = LiquidNetwork.Classifier(both.Cell, classes: 3);
/// new Trainer(network).Fit(both.Mirror(data));
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Bidirectional
{
    readonly LiquidLayer forward;
    readonly LiquidLayer backward;

    /// <summary>Creates a pair of cells.</summary>
    /// <param name="forward">Reads from the beginning; its number of unfolds must be fixed.</param>
    /// <param name="backward">Reads from the end; its number of unfolds must be fixed. One cell given twice shares its parameters.</param>
    /// <exception cref="ArgumentException">The cells expect inputs of different sizes, or their unfolds depend on the timespan.</exception>
    public Bidirectional(LiquidCell forward, LiquidCell backward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        if (forward.InputSize != backward.InputSize)
        {
            throw new ArgumentException(
                $"Both cells read the same sequence, but '{forward.Name}' expects {forward.InputSize} features "
                + $"and '{backward.Name}' {backward.InputSize}.",
                nameof(backward));
        }

        if (!forward.Unfolds.IsFixed || !backward.Unfolds.IsFixed)
            throw new ArgumentException("The number of unfolds of either cell must be fixed, not depend on the timespan.", nameof(forward));
        this.forward = new LiquidLayer(forward);
        this.backward = new LiquidLayer(backward);
        Cell = new BidirectionalCell(forward, backward);
    }

    /// <summary>Both cells as one, for networks that are trained on <see cref="Mirror"/> of a set.</summary>
    public LiquidCell Cell { get; }

    /// <summary>Features of an input.</summary>
    public int InputSize => forward.InputSize;

    /// <summary>Numbers in an output: those of the forward cell, then those of the backward cell.</summary>
    public int OutputSize => forward.OutputSize + backward.OutputSize;

    /// <summary>Reads one sequence in both directions, from states of zero.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>At every step, what both cells make of it [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float> Forward(Sequence sequence) => Forward([sequence])[0];

    /// <summary>Reads sequences of any lengths in both directions, from states of zero.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans.</param>
    /// <returns>For each sequence, at every step, what both cells make of it [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an output is not finite.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var there = forward.Forward(sequences);
        var back = backward.Forward([.. sequences.Select(Reversed)]);
        return [.. there.Zip(back, (ahead, behind) => ahead.Append(Reversed(behind)))];
    }

    /// <summary>The sequences as <see cref="Cell"/> reads them, with the truth as it is; nothing is copied.</summary>
    /// <param name="set">Sequences [time x InputSize] with a truth after the last step, or with none.</param>
    /// <returns>Sequences [time x (2 InputSize + 1)].</returns>
    /// <exception cref="ArgumentException">The sequences have other features, or a truth at every step.</exception>
    public SequenceSet Mirror(SequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Features != InputSize)
            throw new ArgumentException($"The cells expect {InputSize} features but the sequences have {set.Features}.", nameof(set));
        if (set.TargetKind is TargetKind.StepLabels or TargetKind.StepValues)
        {
            throw new ArgumentException(
                "Only a truth about whole sequences can be learned in both directions, not one for every step.", nameof(set));
        }

        return new MirroredSequences(set);
    }

    /// <summary>What the two cells are.</summary>
    public override string ToString() => $"Bidirectional: {forward.Cell} and {backward.Cell}";

    static Sequence Reversed(Sequence sequence)
    {
        var timespans = sequence.Timespans?.ToArray();
        if (timespans is not null)
            MirroredSequences.Reverse(timespans);
        return new Sequence(Reversed(sequence.Values)) { Timespans = timespans };
    }

    static Matrix<float> Reversed(Matrix<float> rows) =>
        Matrix<float>.Build.Dense(rows.RowCount, rows.ColumnCount, (row, column) => rows[rows.RowCount - 1 - row, column]);
}
