using System.Diagnostics;
using LiquidNet.Checks;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>The equation of one time step: how the next state follows from the present state, the input and the elapsed time.</summary>
/// <remarks>
/// <para>A cell is its equation and nothing else: no loops, no buffers, no derivatives. Whatever runs it (sequences, training, streams)
/// compiles the equation once, on first use, and finds the parameters in it.</para>
/// <para>Input [samples x InputSize], state [samples x StateSize], output [samples x OutputSize], timespan [samples].</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class LiquidCell
{
    Circuit? step;
    Circuit? output;
    ParameterSet? parameters;
    (string Name, LiquidCell Cell)[]? parts;

    /// <summary>Creates a cell of the given sizes.</summary>
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

    /// <summary>The name of the cell in summaries and messages; by default that of its type, without "Cell".</summary>
    public virtual string Name => GetType().Name.EndsWith("Cell", StringComparison.Ordinal) ? GetType().Name[..^4] : GetType().Name;

    /// <summary>How many solver steps ("unfolds") a time step is divided into.</summary>
    /// <value>Default: <see cref="UnfoldPolicy.Once"/>, except for an <see cref="LtcCell"/>, which takes 6.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public virtual UnfoldPolicy Unfolds
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = UnfoldPolicy.Once;

    /// <summary>The wiring that the cell was built from, if any.</summary>
    /// <value>Default: null. It describes the cell in files and diagrams; nothing is computed from it.</value>
    public virtual Wiring? Wiring => null;

    /// <summary>All parameters, in the order in which the equations first use them.</summary>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    /// <exception cref="InvalidOperationException">The equation does not have the declared sizes, or does not allow the unfolds asked
    /// for.</exception>
    public ParameterSet Parameters => LazyInitializer.EnsureInitialized(
        ref parameters, () => new ParameterSet([.. Step.Parameters, .. OutputCircuit.Parameters], NameWithin));

    /// <summary>The cells that this one is made of, each with the name that prefixes its parameters.</summary>
    /// <value>Default: none. A cell that uses others in its equation lists them here. Their parameters then appear as <c>name.W_in</c>, so
    /// two parts may use the same parameter names. A part that is listed more than once shares its parameters, under the first
    /// name.</value>
    protected internal virtual IEnumerable<(string Name, LiquidCell Cell)> Parts => [];

    /// <summary>Whether an unfold of length zero leaves the state exactly as it is.</summary>
    /// <value>Default: false. Only where it is true may the number of unfolds depend on the timespan: a sample computed beside others with
    /// longer timespans is then given extra unfolds of length zero.</value>
    protected internal virtual bool KeepsStateAtZeroTimespan => false;

    /// <summary>The longest stable solver step, in the unit of the timespans: an equation of parameters alone, of whose rows the smallest
    /// counts.</summary>
    /// <value>Default: the limits of the parts, for cells made of others; otherwise null, for no limit. A timespan that the unfolds do not
    /// divide into steps this short, given the present values of the parameters, is refused when the cell runs.</value>
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
    /// <param name="timespan">The duration of the unfold [1].</param>
    /// <returns>The state after the unfold [StateSize].</returns>
    public abstract Signal Next(Signal input, Signal state, Signal timespan);

    /// <summary>The equation of the output; unless overridden, the first <see cref="OutputSize"/> numbers of the state.</summary>
    /// <param name="state">The state after all unfolds of a time step [StateSize].</param>
    /// <returns>The output [OutputSize].</returns>
    public virtual Signal Output(Signal state) => Slice(state, 0, OutputSize);

    /// <summary>The equation of a whole time step, all its unfolds in a row: what a cell made of others calls on its parts.</summary>
    /// <param name="input">The input of the time step [InputSize].</param>
    /// <param name="state">The state before [StateSize].</param>
    /// <param name="timespan">The duration of the whole step [1].</param>
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

    /// <summary>Name and sizes, such as "CfC 20 -> 32"; where the state has another size than the output, "LSTM 20 -> 32 (state of 64
    /// numbers)".</summary>
    public override string ToString()
    {
        var sizes = $"{Name} {Features} -> {OutputSize}";
        return StateSize == OutputSize ? sizes : $"{sizes} (state of {Counted.Of(StateSize, "number")})";
    }

    /// <summary>Refuses a cell that cannot <see cref="Advance"/> as part of another.</summary>
    /// <param name="part">The cell.</param>
    /// <param name="parameterName">The name of the argument that holds it.</param>
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
        if (!Unfolds.IsFixed && !KeepsStateAtZeroTimespan)
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
