using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Kernels;
using LiquidNet.Runs;

namespace LiquidNet;

/// <summary>Runs a network on one stream of readings, step by step, without allocation.</summary>
/// <remarks>
/// <para>There is nothing to dispose. Streams of one network may run on different threads; a single stream is for one thread at a time. A
/// step allocates nothing once its thread has taken one.</para>
/// <para>A stream uses the parameter values at the time it was opened; call <see cref="Refresh"/> after changing them. Streams with the
/// same values share them, so that many streams take little more memory than their states.</para>
/// <para>A model trained on windows can be streamed endlessly if the state of its cell is bounded; the remarks of each built-in cell say
/// whether it is. An unbounded state, such as that of <see cref="Cells.NeuralOdeCell"/>, can drift to where no window has been: call
/// <see cref="Reset()"/> as often as training did.</para>
/// <para>Numbers with a magnitude below 1.17549435e-38, on which processors are many times slower, count as zero in readings, elapsed
/// times, parameters and the state after a step, so that silence costs no more than a signal. Whole sequences are treated alike, bit for
/// bit.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class LiquidStream
{
    readonly float[] state;
    readonly float[] prediction;

    LiquidNetwork network;
    PreparedModel model;
    SoleUse use;

    internal LiquidStream(LiquidNetwork network, UnitOfTime unit)
    {
        this.network = network;
        this.unit = opened = unit;
        model = network.Prepared();
        state = new float[network.Cell.StateSize];
        prediction = new float[network.OutputSize];
    }

    /// <summary>The state after the last step [StateSize].</summary>
    public ReadOnlySpan<float> State => state;

    /// <summary>Advances the stream by a reading and returns the prediction.</summary>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it, as a
    /// <see cref="Cells.MissingValueCell"/> does.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">The number of features is wrong, or a value is not finite and the cell does not accept it as
    /// missing; the state is unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative or not finite, or so long that the solver of the cell
    /// would be unstable; the state is unchanged.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the stream, or it was opened for time stamps.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> input, float elapsed = 1)
    {
        using var turn = BeginCall();
        var plain = unit.ForElapsed("stream");
        Advance(input, elapsed);
        (unit, Time) = (plain, null);
        return prediction;
    }

    /// <summary>Resets the stream to a state of zero, before any reading.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public void Reset()
    {
        using var turn = BeginCall();
        state.AsSpan().Clear();
        (unit, Time) = (opened, null);
    }

    /// <summary>Resets the stream to a given state; the next reading counts as the first.</summary>
    /// <param name="newState">The state [StateSize].</param>
    /// <exception cref="ArgumentException">The number of values is not that of the state, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public void Reset(ReadOnlySpan<float> newState)
    {
        using var turn = BeginCall();
        if (newState.Length != state.Length)
        {
            throw new ArgumentException(
                $"Cell '{network.Cell.Name}' has a state of {Counted.Of(state.Length, "number")} but got {newState.Length}.",
                nameof(newState));
        }

        if (!Finite.All(newState))
            throw new ArgumentException("A state must be finite.", nameof(newState));
        newState.CopyTo(state);
        (unit, Time) = (opened, null);
    }

    /// <summary>Switches to the present values of the network's parameters; the state is kept, and other streams are not
    /// affected.</summary>
    /// <remarks>After a change of parameters, the first stream that is refreshed or opened prepares them, and the others share the
    /// result.</remarks>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public void Refresh()
    {
        using var turn = BeginCall();
        model = network.Prepared();
    }

    /// <summary>The stream in words, such as "LiquidStream: CfC 20 -> 32 -> softmax 4, state of 32 numbers".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LiquidStream: {network.Cell} -> {network.Readout}, state of {Counted.Of(state.Length, "number")}");

    SoleUse.Turn BeginCall() => use.Begin("Another thread is using this stream: open a stream for each thread.");

    void Advance(ReadOnlySpan<float> input, float elapsed)
    {
        ReadingCheck.CheckSizeAndTime(network.Model, model.Limit, input, elapsed);
        var step = model.Step;
        if (!SmallNumbers.WriteFlushed(input, SmallNumbers.LeastNormal, step.Input(0)))
            ReadingCheck.CheckValues(network.Model, input);
        state.CopyTo(step.State(0));
        step.Unfolds.Take([elapsed]);
        var isFinite = step.Forward(default);
        var next = step.State(step.Unfolds.Of(0));
        var output = step.WriteOutput(default, slot: 0);
        if (!isFinite || !Finite.All(output))
            throw NotFinite.Output(network.Model, place: "");
        next.CopyTo(state);
        output.CopyTo(prediction);
    }
}
