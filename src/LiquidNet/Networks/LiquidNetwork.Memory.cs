using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

// Whole sequences, with predictions written to matrices of the caller.
public sealed partial class LiquidNetwork
{
    /// <summary>Writes the predictions after every step of a sequence. Allocates nothing after a first call of at least this
    /// size.</summary>
    /// <param name="input">One row per time step [time x InputSize]; timespans are 1.</param>
    /// <param name="output">Receives probabilities or values [time x OutputSize]: a dense matrix, not the input itself.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, the output is not dense or is the input, or the model does not accept a
    /// value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the output is then undefined.</exception>
    public void Forward(Matrix<float> input, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckFeatures(input.ColumnCount, nameof(input));
        using var call = run.Begin();
        call.Borrowed.Add(input);
        AddOutput(call, output, nameof(output));
        Forward(call, initialStates: null, finalStates: null);
    }

    /// <summary>Writes the predictions after every step of a sequence. Allocates nothing after a first call of at least this
    /// size.</summary>
    /// <param name="sequence">A sequence [time x InputSize], with its timespans.</param>
    /// <param name="output">Receives probabilities or values [time x OutputSize]: a dense matrix, not that of the sequence.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, the output is not dense or is the matrix of the sequence, or the model does
    /// not accept a value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the output is then undefined.</exception>
    public void Forward(Sequence sequence, Matrix<float> output)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        CheckFeatures(sequence.Features, nameof(sequence));
        using var call = run.Begin();
        call.Borrowed.Add(sequence);
        AddOutput(call, output, nameof(output));
        Forward(call, initialStates: null, finalStates: null);
    }

    /// <summary>Writes the predictions after every step of each sequence, from given initial states, and the final states. Allocates
    /// nothing after a first call of at least this size.</summary>
    /// <param name="sequences">Sequences [time x InputSize], each with its timespans; lengths may differ.</param>
    /// <param name="outputs">For each sequence, a dense matrix that receives probabilities or values [time x OutputSize]; all different,
    /// and none that of a sequence.</param>
    /// <param name="initialStates">The state before the first step of each sequence [sequences x StateSize]; null for zero.</param>
    /// <param name="finalStates">Receives the state after the last step of each sequence [sequences x StateSize]: a dense matrix, which may
    /// be that of the initial states; null if not needed. With no sequences it has one row, the least a matrix can have, and is left
    /// unchanged.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a sequence or matrix is null, not dense or used twice, or a number given is
    /// not finite.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step, and the
    /// matrices are then undefined.</exception>
    public void Forward(
        IReadOnlyList<Sequence> sequences, IReadOnlyList<Matrix<float>> outputs, Matrix<float>? initialStates = null,
        Matrix<float>? finalStates = null)
    {
        using var call = Begin(sequences);
        AddOutputs(call, outputs);
        Forward(call, initialStates, finalStates);
    }

    /// <summary>Writes the predictions after every step of each sequence of a set; lengths may differ. Allocates nothing after a first call
    /// of at least this size.</summary>
    /// <param name="set">Sequences [time x InputSize]; their targets are ignored.</param>
    /// <param name="outputs">For each sequence, a dense matrix that receives probabilities or values [time x OutputSize]; all different,
    /// and none that the set reads from.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a matrix is null, not dense, used twice or holds the values of a sequence, or
    /// the model does not accept a value.</exception>
    /// <exception cref="ArithmeticException">A state or a prediction is not finite; the message names sequence and step, and the
    /// matrices are then undefined.</exception>
    public void Forward(SequenceSet set, IReadOnlyList<Matrix<float>> outputs)
    {
        using var call = Begin(set);
        AddOutputs(call, outputs);
        Forward(call, initialStates: null, finalStates: null);
    }

    /// <summary>Runs a call whose outputs are known.</summary>
    void Forward(ForwardCall call, Matrix<float>? initialStates, Matrix<float>? finalStates)
    {
        call.InitialStates = CheckedStates(initialStates, call.Set.Count);
        if (call.InitialStates is { } initial && call.Written.Contains(initial))
            throw new ArgumentException("The initial states are one of the outputs: give each a matrix of its own.", nameof(initialStates));
        if (finalStates is not null)
        {
            var states = DenseMemory.Of(finalStates, Math.Max(1, call.Set.Count), Cell.StateSize, nameof(finalStates));
            call.FinalStates = call.Set.Count > 0 ? states : null;
            if (!call.Written.Add(states))
                throw new ArgumentException("The final states are one of the outputs: give each a matrix of its own.", nameof(finalStates));
        }

        for (var index = 0; index < call.Set.Count; index++)
        {
            if (call.Set.ColumnsOf(index) is { } values && call.Written.Contains(values))
            {
                throw new ArgumentException(
                    $"The values of sequence {index} are also what a result is written to: give each a matrix of its own.");
            }
        }

        run.Forward(call);
    }

    /// <summary>Begins a call with the sequences of a set.</summary>
    ForwardCall Begin(SequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        CheckFeatures(set, nameof(set));
        set.CheckCount(nameof(set));
        var call = run.Begin();
        call.Set = set;
        return call;
    }

    /// <summary>Begins a call with sequences.</summary>
    ForwardCall Begin(IReadOnlyList<Sequence> sequences)
    {
        CheckSequences(sequences);
        var call = run.Begin();
        for (var index = 0; index < sequences.Count; index++)
            call.Borrowed.Add(sequences[index]);
        return call;
    }

    void AddOutputs(ForwardCall call, IReadOnlyList<Matrix<float>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count != call.Set.Count)
        {
            throw new ArgumentException(
                $"A matrix of outputs is expected for each sequence, {call.Set.Count}, but there are {outputs.Count}.",
                nameof(outputs));
        }

        for (var index = 0; index < outputs.Count; index++)
            AddOutput(call, outputs[index], nameof(outputs), index);
    }

    /// <summary>Adds what the outputs of the next sequence are written to.</summary>
    void AddOutput(ForwardCall call, Matrix<float> output, string parameterName, int? index = null)
    {
        var memory = DenseMemory.Of(output, call.Set.LengthOf(call.Outputs.Count), OutputSize, parameterName, index);
        if (!call.Written.Add(memory))
            throw new ArgumentException($"'{parameterName}[{index}]' is another output too: give each a matrix of its own.", parameterName);
        call.Outputs.Add(memory);
    }
}
