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

/// <summary>A liquid cell with a readout: a model that turns sequences into predictions.</summary>
/// <remarks>
/// <para>Inputs must be finite, and anything else is refused, with one exception: a feature may be <c>NaN</c>, for a missing value, if the
/// equation of the cell handles it, as that of a <see cref="MissingValueCell"/> does.</para>
/// <para>Threads may share a network to run it forward and to open streams, as long as no thread writes to its parameters. Values assigned
/// to parameters are moved to the nearest ones that their constraints allow, when the network next runs.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class LiquidNetwork
{
    readonly InputRule inputs;
    readonly Circuit? targets;
    readonly Lock gate = new();

    /// <summary>Weak, since threads keep what they compute with, and that knows the network: it could never be collected.</summary>
    readonly WeakReference<PreparedModel?> prepared = new(null);

    /// <summary>Creates a network from a cell and a readout.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="readout">The readout, which turns outputs of the cell into predictions.</param>
    /// <exception cref="ArgumentException">The input size of the readout is not the output size of the cell, or both have a parameter of
    /// the same name.</exception>
    /// <exception cref="InvalidOperationException">An equation does not have the declared sizes or does not allow its unfolds, or creates a
    /// parameter anew on every call.</exception>
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

    /// <summary>Creates a network from a pair of cells that read in both directions and a readout.</summary>
    /// <param name="cells">The two cells.</param>
    /// <param name="readout">The readout, which turns the outputs of both into predictions.</param>
    /// <exception cref="ArgumentException">The input size of the readout is not that of both outputs together, or two parameters have the
    /// same name.</exception>
    /// <exception cref="InvalidOperationException">An equation does not have the declared sizes, or creates a parameter anew on every
    /// call.</exception>
    public LiquidNetwork(Bidirectional cells, Readout readout)
        : this((cells ?? throw new ArgumentNullException(nameof(cells))).Cell, readout)
    {
    }

    /// <summary>The cell; for a network in both directions, the two cells as one.</summary>
    public LiquidCell Cell { get; }

    /// <summary>The readout, which turns outputs of the cell into predictions.</summary>
    public Readout Readout { get; }

    /// <summary>All parameters: those of the cell, then those of the readout.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Features of an input.</summary>
    public int InputSize => Cell.Features;

    /// <summary>Numbers in a prediction: classes, or values.</summary>
    public int OutputSize => Readout.OutputSize;

    /// <summary>The model as circuits.</summary>
    internal CompiledModel Model { get; }

    /// <summary>Creates a network that chooses one of several classes: a cell and a <see cref="SoftmaxReadout"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="classes">Classes to choose from; at least 2.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 2.</exception>
    /// <exception cref="InvalidOperationException">The equation of the cell does not have the declared sizes, or does not allow its
    /// unfolds.</exception>
    public static LiquidNetwork Classifier(LiquidCell cell, int classes, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Require.AtLeast(classes, 2, "The number of classes", "of one alone every probability is 1", nameof(classes));
        return new LiquidNetwork(cell, new SoftmaxReadout(cell.OutputSize, classes, seed));
    }

    /// <summary>Creates a network in both directions that chooses one of several classes.</summary>
    /// <param name="cells">The two cells.</param>
    /// <param name="classes">Classes to choose from; at least 2.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 2.</exception>
    public static LiquidNetwork Classifier(Bidirectional cells, int classes, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return Classifier(cells.Cell, classes, seed);
    }

    /// <summary>Opens a stream, which takes one reading after the other and allocates nothing per step.</summary>
    /// <remarks>A stream takes little more memory than its state: streams opened with the same parameter values share them. If the network
    /// has a <see cref="TimeUnit"/>, readings may have time stamps: the first one decides for all, until a reset.</remarks>
    /// <exception cref="InvalidOperationException">The network reads in both directions.</exception>
    public LiquidStream OpenStream() => new(CheckedForStreams(), UnitOfTime.OfferedBy(this));

    /// <summary>Opens a stream of readings with time stamps.</summary>
    /// <param name="unit">The length of the unit of the model's time constants, such as <c>TimeSpan.FromHours(1)</c>; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="ArgumentException">The network has another <see cref="TimeUnit"/>.</exception>
    /// <exception cref="InvalidOperationException">The network reads in both directions.</exception>
    public LiquidStream OpenStream(TimeSpan unit) => new(CheckedForStreams(), UnitOfTime.Stated(unit, this));

    /// <summary>The cell, the readout and the number of parameters.</summary>
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

        Require.SameUnit(next.TimeUnit, "the next network", TimeUnit, "this one", parameterName);
        if (next.Readout.OutputKind != Readout.OutputKind)
        {
            throw new ArgumentException(
                $"A network that gives {next.Readout.OutputKind} cannot take over from one that gives {Readout.OutputKind}.",
                parameterName);
        }

        if (!next.Quantiles.SequenceEqual(Quantiles))
        {
            throw new ArgumentException(
                $"Readout '{next.Readout}' cannot take over from readout '{Readout}': they predict other quantiles.",
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
        TargetSize = Readout.TargetSize,
        Parameters = Parameters,
        Inputs = inputs,
        IsExplicit = cell.IsExplicit,
        MaxStableStep = cell.MaxStableStep is { } steps ? new SmallestValue(steps) : null,
    };

    /// <summary>Refuses an equation that has other parameters when it is built again.</summary>
    static void CheckKept(string maker, Func<Signal> write)
    {
        if (EquationOrder.ParametersOf(write()).Except(EquationOrder.ParametersOf(write())).FirstOrDefault() is not { } parameter)
            return;
        throw new InvalidOperationException(
            $"'{maker}' makes parameter '{parameter.Name}' anew each time its equation is asked for; keep it in a field.");
    }

    string NameWithin(Parameter parameter) => Cell.Parameters.IndexOf(parameter) >= 0 ? Cell.NameWithin(parameter) : parameter.Name;
}
