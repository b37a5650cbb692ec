using System.Diagnostics;
using LiquidNet.Cells;

namespace LiquidNet;

/// <summary>A pair of cells that read sequences in both directions: one from the beginning, one from the end.</summary>
/// <remarks>
/// <para>At every step the output is that of both cells side by side, and the second has already read all later steps. It therefore needs
/// whole sequences: a network made of it is trained, evaluated and run like any other, but opens no streams and cannot be trained on pieces
/// of sequences.</para>
/// <para>Targets at every step are compared with the outputs of both cells after they have read that step. Targets after the last step, and
/// <c>Classify</c>, use the outputs of both after they have read the whole sequence, as with <c>return_sequences=False</c> in Keras or the
/// final states in PyTorch. This is not the output at the last step, where the second cell has read one step only.</para>
/// <para>The time between two readings is the same in both directions. Initial and final states hold that of the forward cell, then that of
/// the backward cell.</para>
/// <para>Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal Processing 1997.</para>
/// </remarks>
/// <example>
/// <code>
/// var cells = new Bidirectional(new CfcCell(8, 32, seed: 1), new CfcCell(8, 32, seed: 2));
/// var network = LiquidNetwork.Classifier(cells, classes: 3);
/// new Trainer(network).Fit(data);
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Bidirectional
{
    readonly LiquidCell forward;
    readonly LiquidCell backward;

    /// <summary>Creates a pair of cells.</summary>
    /// <param name="forward">Reads from the beginning; its number of unfolds must be fixed.</param>
    /// <param name="backward">Reads from the end; its number of unfolds must be fixed. If both are the same cell, they share its
    /// parameters.</param>
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
        this.forward = forward;
        this.backward = backward;
        Cell = new BidirectionalCell(forward, backward);
    }

    /// <summary>Features of an input.</summary>
    public int InputSize => forward.InputSize;

    /// <summary>Numbers in an output: those of the forward cell, then those of the backward cell.</summary>
    public int OutputSize => Cell.OutputSize;

    /// <summary>Both cells as one, which reads a sequence beside itself in reverse.</summary>
    internal BidirectionalCell Cell { get; }

    /// <summary>Both cells in words.</summary>
    public override string ToString() => $"Bidirectional: {forward} and {backward}";
}
