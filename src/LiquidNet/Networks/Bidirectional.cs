using System.Diagnostics;
using LiquidNet.Cells;

namespace LiquidNet;

/// <summary>Two cells that read sequences in both directions: one from the beginning, one from the end.</summary>
/// <remarks>
/// <para>At every step the output is that of both cells side by side, the second having seen all that is still to come. It therefore needs
/// whole sequences: a network of it trains, evaluates and runs them like any other, but opens no stream and is not trained in
/// pieces.</para>
/// <para>Labels and target values at every step see both cells after they have read that step. Those after the last step, and
/// <c>Classify</c>, see both after they have read the whole sequence, as <c>return_sequences=False</c> does in Keras and the final states
/// do in PyTorch; the output at the last step is another, because there the second cell has read one step only.</para>
/// <para>Going backward, the time between two readings is the same as going forward. Initial and final states hold the forward cell's, then
/// the backward cell's.</para>
/// <para>Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal Processing 1997.</para>
/// </remarks>
/// <example>
/// <code>
/// var both = new Bidirectional(new CfcCell(8, 32, seed: 1), new CfcCell(8, 32, seed: 2));
/// var network = LiquidNetwork.Classifier(both, classes: 3);
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

    /// <summary>What the two cells are.</summary>
    public override string ToString() => $"Bidirectional: {forward} and {backward}";
}
