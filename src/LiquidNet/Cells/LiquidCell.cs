using System.Diagnostics;
using LiquidNet.Checks;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>A model of one step: how a state follows from the last one, the input and the elapsed time.</summary>
/// <remarks>
/// <para>A cell is its equation. Whatever runs it (sequences, training, streams) compiles the equation once, on first use, and
/// finds the parameters in it; a cell has no loops, buffers or derivatives of its own.</para>
/// <para>Input [samples x InputSize], state [samples x StateSize], output [samples x OutputSize], timespan [samples].</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class LiquidCell
{
    Circuit? step;
    Circuit? output;
    ParameterSet? parameters;
    (string Name, LiquidCell Cell)[]? parts;

    /// <summary>Creates a cell of given sizes.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="stateSize">Numbers in the state; at least 1.</param>
    /// <param name="outputSize">Numbers in the output; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected LiquidCell(int inputSize, int stateSize, int outputSize)
    {
        InputSize = Require.AtLeast(inputSize, 1, "The number of inputs", "a cell sees something", nameof(inputSize));
        StateSize = Require.AtLeast(stateSize, 1, "The number of units", "a cell has a state", nameof(stateSize));
        OutputSize = Require.AtLeast(outputSize, 1, "The number of outputs", "a cell gives something", nameof(outputSize));
    }

    /// <summary>Features of an input.</summary>
    public int InputSize { get; }

    /// <summary>Numbers in the state.</summary>
    public int StateSize { get; }

    /// <summary>Numbers in the output.</summary>
    public virtual int OutputSize { get; }

    /// <summary>What the cell is called in summaries and messages.</summary>
    public virtual string Name => GetType().Name.EndsWith("Cell", StringComparison.Ordinal) ? GetType().Name[..^4] : GetType().Name;

    /// <summary>Into how many solver steps a time step is cut.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public virtual UnfoldPolicy Unfolds
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = UnfoldPolicy.Once;

    /// <summary>Who connects to whom, where the cell is made after a wiring.</summary>
    /// <value>Default: null. It describes the cell, in files and pictures; nothing is computed from it.</value>
    public virtual Wiring? Wiring => null;

    /// <summary>All parameters, in the order in which the equations use them first.</summary>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    /// <exception cref="InvalidOperationException">The equation does not fit the declared sizes, or its unfolds.</exception>
    public ParameterSet Parameters => LazyInitializer.EnsureInitialized(
        ref parameters, () => new ParameterSet([.. Step.Parameters, .. OutputCircuit.Parameters], NameWithin));

    /// <summary>The cells that this one is made of, each with the name that its parameters stand behind.</summary>
    /// <value>Default: none. A cell that uses others in its equation states them here: their parameters then appear as
    /// <c>name.W_in</c>, and two parts may have parameters of equal names. A part that appears more than once shares its parameters and
    /// takes its first name.</value>
    protected internal virtual IEnumerable<(string Name, LiquidCell Cell)> Parts => [];

    /// <summary>Whether an unfold of length zero leaves the state exactly as it is.</summary>
    /// <value>Default: false. Only where it is true may the number of unfolds follow the timespan: beside samples with longer
    /// timespans, a sample then gets unfolds of length zero.</value>
    protected internal virtual bool KeepsStateAtZero => false;

    /// <summary>The longest solver steps, in the unit of the timespans, that are stable: an equation of parameters alone, whose smallest
    /// number counts.</summary>
    /// <value>Default: those of the parts, for cells made of others; else null, for no limit. A run refuses timespans that its unfolds do
    /// not cut into steps as short as this, as the parameters are then.</value>
    protected internal virtual Signal? MaxStableStep
    {
        get
        {
            Signal[] steps = [.. KnownParts.Select(part => StepOf(part.Cell)).OfType<Signal>()];
            return steps.Length == 0 ? null : Concatenate(steps);
        }
    }

    /// <summary>Whether an explicit solver moves the state, which timespans that are too long make unstable.</summary>
    internal virtual bool IsExplicit => Parts.Any(part => part.Cell.IsExplicit);

    /// <summary>Features of a sequence: fewer than an input has where the cell reads in both directions.</summary>
    internal virtual int Features => InputSize;

    /// <summary>Where the cell reads in both directions, how many numbers of the state come from the beginning; otherwise null.</summary>
    internal virtual int? ForwardStateSize => null;

    /// <summary>The compiled equation of one unfold.</summary>
    internal Circuit Step => LazyInitializer.EnsureInitialized(ref step, CompileStep);

    /// <summary>The compiled equation of the output.</summary>
    internal Circuit OutputCircuit => LazyInitializer.EnsureInitialized(ref output, () => CompileOutput(CheckedOutput));

    (string Name, LiquidCell Cell)[] KnownParts => parts ??= [.. Parts];

    string WhyNoPart =>
        $"Cell '{Name}' cannot be a part of another: its number of unfolds depends on the timespan; give it a fixed one.";

    /// <summary>The longest stable step of this cell as a part of it allows: all its unfolds share it.</summary>
    Signal? StepOf(LiquidCell part) => part.Unfolds.MaxCount == Unfolds.MaxCount
        ? part.MaxStableStep
        : part.MaxStableStep is { } step ? (float)part.Unfolds.MaxCount / Unfolds.MaxCount * step : null;

    /// <summary>The equation of one unfold.</summary>
    /// <param name="input">The input of the time step [InputSize].</param>
    /// <param name="state">The state before the unfold [StateSize].</param>
    /// <param name="timespan">The time that passes during the unfold [1].</param>
    /// <returns>The state after the unfold [StateSize].</returns>
    public abstract Signal Next(Signal input, Signal state, Signal timespan);

    /// <summary>The equation of the output; unless overridden, the first numbers of the state.</summary>
    /// <param name="state">The state after all unfolds of a time step [StateSize].</param>
    /// <returns>The output [OutputSize].</returns>
    public virtual Signal Output(Signal state) => Slice(state, 0, OutputSize);

    /// <summary>The equation of a whole time step: all its unfolds in a row, for cells that are made of others.</summary>
    /// <param name="input">The input of the time step [InputSize].</param>
    /// <param name="state">The state before [StateSize].</param>
    /// <param name="timespan">The time that passes during the whole step [1].</param>
    /// <returns>The state after [StateSize].</returns>
    /// <exception cref="InvalidOperationException">The number of unfolds depends on the timespan.</exception>
    public Signal Advance(Signal input, Signal state, Signal timespan)
    {
        if (!Unfolds.IsFixed)
            throw new InvalidOperationException(WhyNoPart);
        var part = Unfolds.MaxCount == 1 ? timespan : 1f / Unfolds.MaxCount * timespan;
        for (var unfold = 0; unfold < Unfolds.MaxCount; unfold++)
            state = Next(input, state, part);
        return state;
    }

    /// <summary>Name and sizes: "CfC 20 -> 32", and where the state is of another size than the output, "LSTM 20 -> 32 (state of 64
    /// numbers)".</summary>
    public override string ToString()
    {
        var sizes = $"{Name} {Features} -> {OutputSize}";
        return StateSize == OutputSize ? sizes : $"{sizes} (state of {Counted.Of(StateSize, "number")})";
    }

    /// <summary>Refuses a cell that cannot <see cref="Advance"/> within the equation of another.</summary>
    /// <param name="part">The cell.</param>
    /// <param name="parameterName">The argument that holds it.</param>
    /// <exception cref="ArgumentNullException">There is no cell.</exception>
    /// <exception cref="ArgumentException">The cell's number of unfolds depends on the timespan.</exception>
    protected static void CheckPart(LiquidCell part, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(part, parameterName);
        if (!part.Unfolds.IsFixed)
            throw new ArgumentException(part.WhyNoPart, parameterName);
    }

    /// <summary>Compiles an output equation that begins with the state of this cell.</summary>
    internal Circuit CompileOutput(Func<Signal, Signal> equation) =>
        Circuit.CompileOutput(equation(Placeholder.State(StateSize)));

    /// <summary>The output of a state, which has to be as large as declared.</summary>
    internal Signal CheckedOutput(Signal state)
    {
        var result = Output(state);
        return result.Rows == OutputSize
            ? result
            : throw new InvalidOperationException($"The output of cell '{Name}' has {result.Rows} rows; the cell declares {OutputSize}.");
    }

    /// <summary>The equation of one unfold, written anew.</summary>
    internal Signal WriteNext() => Next(Placeholder.Input(InputSize), Placeholder.State(StateSize), Placeholder.Timespan());

    /// <summary>A parameter's own name, behind the name of the part that it belongs to.</summary>
    internal string NameWithin(Parameter parameter)
    {
        foreach (var (name, part) in KnownParts)
        {
            if (part.Parameters.IndexOf(parameter) >= 0)
                return $"{name}.{part.NameWithin(parameter)}";
        }

        return parameter.Name;
    }

    Circuit CompileStep()
    {
        if (!Unfolds.IsFixed && !KeepsStateAtZero)
        {
            throw new InvalidOperationException(
                $"Cell '{Name}' needs a fixed number of unfolds: beside samples with longer timespans, a sample would get unfolds of "
                + "length zero, and those change the state of this cell.");
        }

        var next = WriteNext();
        if (next.Rows != StateSize)
        {
            throw new InvalidOperationException(
                $"The equation of cell '{Name}' gives a state of {next.Rows} rows; the cell declares {StateSize}.");
        }

        return Circuit.CompileStep(next, isTimed: !Unfolds.IsFixed);
    }
}
