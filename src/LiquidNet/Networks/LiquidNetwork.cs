using System.Diagnostics;
using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Checks;
using LiquidNet.Circuits;
using LiquidNet.Data;
using LiquidNet.Data.Sets;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>A liquid cell with a readout: from sequences to predictions.</summary>
/// <remarks>
/// <para>Inputs are finite. A model whose cell knows what to do with missing values, as a <see cref="MissingValueCell"/> does, also takes
/// <c>NaN</c>; which features may be missing follows from the equation. Everything else is refused, infinities everywhere.</para>
/// <para>Threads may share a network to run it forward and to open streams, as long as nobody writes to its parameters. Values written to
/// parameters by hand are moved to the nearest that their constraints allow when a run takes them.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class LiquidNetwork
{
    readonly InputRule inputs;
    readonly Circuit? targets;
    readonly Lock gate = new();

    /// <summary>Weak, since threads keep what they compute with, and that knows the network: it could never be collected.</summary>
    readonly WeakReference<PreparedModel?> prepared = new(null);

    /// <summary>Puts a readout onto a cell.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="readout">What turns outputs of the cell into predictions.</param>
    /// <exception cref="ArgumentException">The readout expects another size than the cell's output, or both have a parameter of one
    /// name.</exception>
    /// <exception cref="InvalidOperationException">An equation does not fit its sizes or its unfolds, or makes a parameter anew each time
    /// it is asked for.</exception>
    public LiquidNetwork(LiquidCell cell, Readout readout)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.InputSize != cell.OutputSize)
        {
            throw new ArgumentException(
                $"The readout expects {Counted.Of(readout.InputSize, "number")} but cell '{cell.Name}' gives {cell.OutputSize}.",
                nameof(readout));
        }

        Cell = cell;
        Readout = readout;
        Parameters = new ParameterSet([.. cell.Parameters, .. readout.Parameters], NameWithin);
        CheckKept(cell.Name, cell.WriteNext);
        CheckKept($"{cell.Name}' or '{readout}", () => Logits(Placeholder.State(cell.StateSize)));
        var logits = cell.CompileOutput(Logits);
        inputs = new InputRule(cell.Step.Equation, cell.InputSize, InputSize, DescribeFeature);
        targets = readout.CompileTargets();
        Model = Compile(cell, logits);
        run = new SequenceRun(Model, InputSize, Threads);

        Signal Logits(Signal state) => readout.CheckedLogits(cell.CheckedOutput(state));
    }

    /// <summary>Puts a readout onto cells that read in both directions.</summary>
    /// <param name="both">The cells.</param>
    /// <param name="readout">What turns the outputs of both into predictions.</param>
    /// <exception cref="ArgumentException">The readout expects another size than both outputs together, or parameters of one
    /// name.</exception>
    /// <exception cref="InvalidOperationException">An equation does not fit its sizes, or makes a parameter anew each time it is asked
    /// for.</exception>
    public LiquidNetwork(Bidirectional both, Readout readout)
        : this((both ?? throw new ArgumentNullException(nameof(both))).Cell, readout)
    {
    }

    /// <summary>What moves the state; in both directions, the two cells as one, which reads from the beginning and from the end at
    /// once.</summary>
    public LiquidCell Cell { get; }

    /// <summary>What turns outputs of the cell into predictions.</summary>
    public Readout Readout { get; }

    /// <summary>All parameters: the cell's, then the readout's.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Features of an input.</summary>
    public int InputSize => Cell.Features;

    /// <summary>Numbers in a prediction.</summary>
    public int OutputSize => Readout.OutputSize;

    /// <summary>The model as circuits.</summary>
    internal CompiledModel Model { get; }

    /// <summary>A network that chooses one of several classes.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="classes">Classes to choose from; at least 2.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    public static LiquidNetwork Classifier(LiquidCell cell, int classes, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Require.AtLeast(classes, 2, "The number of classes", "of one alone every probability is 1", nameof(classes));
        return new LiquidNetwork(cell, new SoftmaxReadout(cell.OutputSize, classes, seed));
    }

    /// <summary>A network in both directions that chooses one of several classes.</summary>
    /// <param name="both">What moves the states.</param>
    /// <param name="classes">Classes to choose from; at least 2.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    public static LiquidNetwork Classifier(Bidirectional both, int classes, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(both);
        return Classifier(both.Cell, classes, seed);
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

    /// <summary>A network in both directions that gives values.</summary>
    /// <param name="both">What moves the states.</param>
    /// <param name="outputs">Values to give; at least 1.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no outputs.</exception>
    public static LiquidNetwork Regressor(Bidirectional both, int outputs, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(both);
        return Regressor(both.Cell, outputs, seed);
    }

    /// <summary>Opens a stream: one sample, step by step, without allocation.</summary>
    /// <remarks>A stream costs its state and little more: streams that saw the same parameters share them.</remarks>
    /// <exception cref="InvalidOperationException">The network reads in both directions.</exception>
    public LiquidStream OpenStream() => new(CheckedForStreams());

    /// <summary>Opens a stream of readings with time stamps.</summary>
    /// <param name="unit">How long the unit of the model's time constants is; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="InvalidOperationException">The network reads in both directions.</exception>
    public LiquidStream OpenStream(TimeSpan unit) => new(CheckedForStreams(), new UnitOfTime(unit));

    /// <summary>Cell, readout and number of parameters.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LiquidNetwork: {Cell} -> {Readout}, {Counted.Of(Parameters.ValueCount, "parameter")}");

    /// <summary>This network, which reads its sequences in one direction.</summary>
    /// <param name="parameterName">The argument that it is; null where it is asked itself.</param>
    internal LiquidNetwork CheckedForStreams(string? parameterName = null)
    {
        if (!Model.IsBidirectional)
            return this;
        var message = $"'{Cell.Name}' reads each sequence from its end too, and a stream has none yet: give whole sequences to Forward.";
        throw parameterName is null ? new InvalidOperationException(message) : new ArgumentException(message, parameterName);
    }

    /// <summary>Refuses a network that cannot go on from this one's states.</summary>
    internal void CheckSuccessor(LiquidNetwork next, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(next, parameterName);
        if (next.Cell.StateSize != Cell.StateSize || next.InputSize != InputSize || next.OutputSize != OutputSize)
        {
            throw new ArgumentException(
                $"A network of {Counted.Of(next.InputSize, "feature")}, {Counted.Of(next.Cell.StateSize, "number")} of state and "
                + $"{Counted.Of(next.OutputSize, "output")} cannot "
                + $"take over from one of {InputSize}, {Cell.StateSize} and {OutputSize}.",
                parameterName);
        }

        if (next.Model.Fingerprint != Model.Fingerprint)
        {
            throw new ArgumentException(
                $"'{next}' cannot take over from '{this}': the equations of their steps differ, and so does what their states mean.",
                parameterName);
        }

        if (next.Readout.OutputKind != Readout.OutputKind)
        {
            throw new ArgumentException(
                $"A network that gives {next.Readout.OutputKind} cannot take over from one that gives {Readout.OutputKind}.",
                parameterName);
        }
    }

    /// <summary>The model with its present parameters, for single samples.</summary>
    internal PreparedModel Prepared()
    {
        lock (gate)
        {
            Model.ApplyConstraints();
            if (prepared.TryGetTarget(out var known) && known.IsCurrent)
                return known;
            var fresh = new PreparedModel(Model);
            prepared.SetTarget(fresh);
            return fresh;
        }
    }

    /// <summary>Moves values written to parameters by hand to the nearest that their constraints allow.</summary>
    internal void ApplyConstraints() => Model.ApplyConstraints();

    /// <summary>Compiles what is otherwise compiled on first use, so that an equation that is not possible is refused now.</summary>
    internal void CompilePredictions() => _ = Model.Predictions;

    internal void CheckFeatures(int features, string parameterName)
    {
        if (features != InputSize)
        {
            throw new ArgumentException(
                $"Cell '{Cell.Name}' expects inputs [time x {InputSize}] but got [time x {features}].", parameterName);
        }
    }

    /// <summary>Sequences as a set, whatever is known about them.</summary>
    internal SequenceSet SetOf(IReadOnlyList<Sequence> sequences)
    {
        CheckSequences(sequences);
        return new MemorySequenceSet([.. sequences], ignoresTargets: true);
    }

    /// <summary>The states of sequences [sequences x StateSize], column after column and not copied where they are dense, or null for
    /// states of zero.</summary>
    internal float[]? CheckedStates(Matrix<float>? initialStates, int count)
    {
        if (initialStates is null)
            return null;
        if (initialStates.RowCount != count || initialStates.ColumnCount != Cell.StateSize)
        {
            throw new ArgumentException(
                $"Cell '{Cell.Name}' expects initial states [{count} x {Cell.StateSize}] "
                + $"but got [{initialStates.RowCount} x {initialStates.ColumnCount}].",
                nameof(initialStates));
        }

        var values = initialStates.AsColumnMajorArray() ?? initialStates.ToColumnMajorArray();
        return Finite.All(values) ? values : throw new ArgumentException("Initial states must be finite.", nameof(initialStates));
    }

    void CheckSequences(IReadOnlyList<Sequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        for (var index = 0; index < sequences.Count; index++)
        {
            if (sequences[index] is not { } sequence)
                throw new ArgumentException($"Sequence {index} is null.", nameof(sequences));
            if (sequence.Features != InputSize)
            {
                throw new ArgumentException(
                    $"Cell '{Cell.Name}' expects inputs [time x {InputSize}] but sequence {index} is "
                    + $"[{sequence.Length} x {sequence.Features}].",
                    nameof(sequences));
            }
        }
    }

    CompiledModel Compile(LiquidCell cell, Circuit logits) => new(
        () => cell.CompileOutput(state => Readout.CheckedPredictions(cell.CheckedOutput(state))),
        Readout.CompileActivation,
        () => Compile(new MaskedCell(cell), logits))
    {
        Name = cell.Name,
        Step = cell.Step,
        Logits = logits,
        Targets = targets,
        Unfolds = cell.Unfolds,
        InputSize = cell.InputSize,
        StateSize = cell.StateSize,
        ForwardStateSize = Cell.ForwardStateSize,
        Parameters = Parameters,
        Inputs = inputs,
        IsExplicit = cell.IsExplicit,
        MaxStableStep = cell.MaxStableStep is { } steps ? new SmallestValue(steps) : null,
    };

    /// <summary>An equation that is asked for twice has to have the same parameters.</summary>
    static void CheckKept(string maker, Func<Signal> write)
    {
        if (EquationOrder.ParametersOf(write()).Except(EquationOrder.ParametersOf(write())).FirstOrDefault() is not { } parameter)
            return;
        throw new InvalidOperationException(
            $"'{maker}' makes parameter '{parameter.Name}' anew each time its equation is asked for; keep it in a field.");
    }

    string NameWithin(Parameter parameter) => Cell.Parameters.IndexOf(parameter) >= 0 ? Cell.NameWithin(parameter) : parameter.Name;
}
