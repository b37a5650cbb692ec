using LiquidNet.Kernels;
using LiquidNet.Runs;

namespace LiquidNet;

/// <summary>Runs a network on one stream of readings, step by step. A step allocates nothing.</summary>
/// <remarks>
/// A stream is plain memory: there is nothing to dispose, and streams of one network may run on different threads, one thread each.
/// It takes the parameters as they are when it is opened; after changing them call <see cref="Refresh"/>.
/// </remarks>
public sealed class LiquidStream
{
    readonly LiquidNetwork network;
    readonly Tape tape;
    readonly float[] state;
    readonly float[] answer;
    StepLimit limit;

    internal LiquidStream(LiquidNetwork network)
    {
        this.network = network;
        tape = new Tape(network.Equation, lanes: 1, copiesParameters: true);
        tape.BeginStream();
        limit = network.Equation.Limit();
        state = new float[network.Cell.StateSize];
        answer = new float[network.OutputSize];
    }

    /// <summary>The state after the last step [StateSize].</summary>
    public ReadOnlySpan<float> State => state;

    /// <summary>Takes a reading and gives the answer.</summary>
    /// <param name="input">The reading [InputSize].</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">Another number of features, or a reading that is not finite; the state is unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative or not finite, or so long that the cell's solver would be
    /// unstable; the state is unchanged.</exception>
    /// <exception cref="ArithmeticException">The next state or the answer is not finite; the state is unchanged.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> input, float elapsed = 1)
    {
        if (input.Length != network.InputSize)
            throw new ArgumentException($"Cell '{network.Cell.Name}' expects a reading of {network.InputSize} numbers but got {input.Length}.", nameof(input));
        if (!Finite.All(input))
            throw new ArgumentException("A reading must be finite; mark missing values by a presence mask.", nameof(input));
        if (!(elapsed >= 0) || !float.IsFinite(elapsed))
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "The elapsed time must be zero or more, and finite.");
        if (limit.IsFinite && !limit.Allows(elapsed))
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, $"Elapsed time refused: {limit.Refusal(elapsed)}");
        state.CopyTo(tape.InitialState);
        tape.Advance(input, elapsed).CopyTo(answer);
        if (!Finite.All(tape.FinalState) || !Finite.All(answer))
            throw NotFinite.Answer($"Cell '{network.Cell.Name}'", place: "");
        tape.FinalState.CopyTo(state);
        network.Readout.Activate(answer, lanes: 1);
        return answer;
    }

    /// <summary>Goes back to a state of zero.</summary>
    public void Reset() => state.AsSpan().Clear();

    /// <summary>Goes to a given state.</summary>
    /// <param name="newState">The state [StateSize].</param>
    /// <exception cref="ArgumentException">Another number of values, or one that is not finite.</exception>
    public void Reset(ReadOnlySpan<float> newState)
    {
        if (newState.Length != state.Length || !Finite.All(newState))
            throw new ArgumentException($"Cell '{network.Cell.Name}' has a state of {state.Length} finite numbers; got {newState.Length}.", nameof(newState));
        newState.CopyTo(state);
    }

    /// <summary>Takes over the current values of the network's parameters; the state stays.</summary>
    public void Refresh()
    {
        tape.Prepare();
        limit = network.Equation.Limit();
    }
}
