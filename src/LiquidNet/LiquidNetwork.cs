using System.Diagnostics;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>A liquid cell with a readout: from sequences to answers.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LiquidNetwork
{
    readonly Lazy<LiquidEquation> raggedEquation;
    readonly SequenceRun run;

    /// <summary>Puts a readout onto a cell.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="readout">What turns outputs of the cell into answers.</param>
    /// <exception cref="ArgumentException">The readout expects another size than the cell's output, or both have a parameter of one
    /// name.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    public LiquidNetwork(LiquidCell cell, Readout readout)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.InputSize != cell.OutputSize)
            throw new ArgumentException($"The readout expects {readout.InputSize} numbers but cell '{cell.Name}' gives {cell.OutputSize}.", nameof(readout));
        Cell = cell;
        Readout = readout;
        Parameters = new ParameterSet([.. cell.Parameters, .. readout.Parameters], NameWithin);
        var head = cell.CompileOutput(state => readout.Logits(cell.CheckedOutput(state)));
        var name = cell.Name;
        Equation = new LiquidEquation(cell.Step, head, cell.Unfolds, cell.InputSize, cell.StateSize)
        {
            Limit = () => new(name, cell.Unfolds, cell.MaxStableStep),
        };
        raggedEquation = new(() => new LiquidEquation(new MaskedCell(cell).Step, head, cell.Unfolds, cell.InputSize + 1, cell.StateSize));
        run = new SequenceRun(Equation, raggedEquation, readout.Activate);
    }

    /// <summary>What moves the state.</summary>
    public LiquidCell Cell { get; }

    /// <summary>What turns outputs of the cell into answers.</summary>
    public Readout Readout { get; }

    /// <summary>All parameters: the cell's, then the readout's.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Features of an input.</summary>
    public int InputSize => Cell.InputSize;

    /// <summary>Numbers in an answer.</summary>
    public int OutputSize => Readout.OutputSize;

    /// <summary>The model as circuits.</summary>
    internal LiquidEquation Equation { get; }

    /// <summary>The model for batches of sequences of different lengths: padding keeps the state.</summary>
    internal LiquidEquation RaggedEquation => raggedEquation.Value;

    /// <summary>A network that chooses one of several classes.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="classes">Classes to choose from; at least 1.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    public static LiquidNetwork Classifier(LiquidCell cell, int classes, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new LiquidNetwork(cell, new SoftmaxReadout(cell.OutputSize, classes, seed));
    }

    /// <summary>A network that gives values.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="outputs">Values to give; at least 1.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no outputs.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    public static LiquidNetwork Regressor(LiquidCell cell, int outputs, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new LiquidNetwork(cell, new LinearReadout(cell.OutputSize, outputs, seed));
    }

    /// <summary>The answers after every step of a sequence.</summary>
    /// <param name="input">One row per time step [time x InputSize]; timespans are 1.</param>
    /// <returns>Probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an answer is not finite.</exception>
    public Matrix<float> Forward(Matrix<float> input) => Forward(new Sequence(input));

    /// <summary>The answers after every step of a sequence.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <returns>Probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an answer is not finite.</exception>
    public Matrix<float> Forward(Sequence sequence) => Forward([sequence])[0];

    /// <summary>The answers after every step of each sequence; lengths may differ.</summary>
    /// <param name="sequences">Sequences [time x InputSize].</param>
    /// <returns>For each sequence, probabilities or values [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an answer is not finite; the message names sequence and step.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return run.Forward(sequences, Cell.Name);
    }

    /// <summary>The most probable class at every step.</summary>
    /// <param name="sequence">A sequence [time x InputSize].</param>
    /// <returns>One class per step.</returns>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an answer is not finite.</exception>
    /// <exception cref="InvalidOperationException">The network gives values, not classes.</exception>
    public int[] Predict(Sequence sequence)
    {
        if (Readout is not SoftmaxReadout)
            throw new InvalidOperationException("This network gives values, not classes: use Forward.");
        var answers = Forward([sequence])[0];
        return [.. answers.EnumerateRows().Select(row => row.MaximumIndex())];
    }

    /// <summary>The most probable class after the last step.</summary>
    /// <param name="sequence">A sequence [time x InputSize].</param>
    /// <exception cref="ArgumentException">Another number of columns, or an input that is not finite.</exception>
    /// <exception cref="ArithmeticException">A state or an answer is not finite.</exception>
    /// <exception cref="InvalidOperationException">The network gives values, not classes.</exception>
    public int Classify(Sequence sequence) => Predict(sequence)[^1];

    /// <summary>Opens a stream: one sample, step by step, without allocation.</summary>
    public LiquidStream OpenStream() => new(this);

    /// <summary>Cell, readout and number of parameters.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"LiquidNetwork: {Cell} -> {Readout}, {Parameters.ValueCount:N0} parameters");

    internal void CheckFeatures(int features, string parameterName)
    {
        if (features != InputSize)
            throw new ArgumentException($"Cell '{Cell.Name}' expects inputs [time x {InputSize}] but got [time x {features}].", parameterName);
    }

    string NameWithin(Parameter parameter) => Cell.Parameters.IndexOf(parameter) >= 0 ? Cell.NameWithin(parameter) : parameter.Name;
}
