using LiquidNet.Equations;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Runs sequences forward, several side by side and several shards at a time, and collects the outputs of every step.</summary>
internal sealed class SequenceRun(LiquidEquation even, Lazy<LiquidEquation> ragged, Action<Span<float>, int>? activate)
{
    readonly TapePool evenTapes = new(even);
    readonly Lazy<TapePool> raggedTapes = new(() => new TapePool(ragged.Value));

    /// <summary>How many threads work; it never changes a result.</summary>
    /// <value>At least 1. Default: one per processor.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The outputs of each sequence [time x OutputSize].</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="name">What the sequences are given to, for messages.</param>
    /// <param name="initialStates">One state per sequence [sequences x StateSize], or null for zero.</param>
    /// <param name="finalStates">Receives the state after the last step of each sequence [sequences x StateSize]; or null.</param>
    public Matrix<float>[] Forward(
        IReadOnlyList<Sequence> sequences, string name, Matrix<float>? initialStates = null, Matrix<float>? finalStates = null)
    {
        if (sequences.Count == 0)
            return [];
        var set = Checked(sequences, name);
        CheckStates(initialStates, sequences.Count, name);
        int[] samples = [.. Enumerable.Range(0, sequences.Count)];
        var plan = BatchPlan.For(set, samples);
        var tapes = plan.IsRagged ? raggedTapes.Value : evenTapes;
        var outputs = sequences.Select(sequence => new float[sequence.Length * even.OutputSize]).ToArray();
        new ShardTeam(Threads).Run(plan.Shards, shard =>
        {
            var input = new ShardInput(plan.Lanes);
            input.Load(set, plan.SamplesOf(shard, samples), plan.Steps, plan.IsRagged);
            var tape = tapes.Rent(plan.Lanes);
            tape.Begin(plan.Steps, holdsInput: false, TapeMemory.Nothing);
            CopyIn(initialStates, input, tape.InitialState);
            tape.Forward(input, new Collector(input, outputs, even.OutputSize, activate));
            CopyOut(tape.FinalState, input, finalStates);
            tapes.Return(tape);
        });
        return [.. outputs.Select((values, index) => Matrix<float>.Build.Dense(sequences[index].Length, even.OutputSize, values))];
    }

    SequenceSet Checked(IReadOnlyList<Sequence> sequences, string name)
    {
        for (var index = 0; index < sequences.Count; index++)
        {
            if (sequences[index].Features != even.InputSize)
            {
                throw new ArgumentException(
                    $"'{name}' expects inputs [time x {even.InputSize}] but sequence {index} is [{sequences[index].Length} x {sequences[index].Features}].",
                    nameof(sequences));
            }
        }

        return SequenceSet.Of(sequences.Select(sequence => new Sequence(sequence.Values) { Timespans = sequence.Timespans }));
    }

    void CheckStates(Matrix<float>? states, int count, string name)
    {
        if (states is null)
            return;
        if (states.RowCount != count || states.ColumnCount != even.StateSize)
        {
            throw new ArgumentException(
                $"'{name}' expects initial states [{count} x {even.StateSize}] but got [{states.RowCount} x {states.ColumnCount}].",
                nameof(states));
        }

        if (states.Exists(value => !float.IsFinite(value)))
            throw new ArgumentException("Initial states must be finite.", nameof(states));
    }

    static void CopyIn(Matrix<float>? states, ShardInput input, Span<float> state)
    {
        state.Clear();
        for (var lane = 0; states is not null && lane < input.Count; lane++)
        {
            for (var row = 0; row < states.ColumnCount; row++)
                state[row * input.Lanes + lane] = states[input.SampleOf(lane), row];
        }
    }

    static void CopyOut(ReadOnlySpan<float> state, ShardInput input, Matrix<float>? states)
    {
        for (var lane = 0; states is not null && lane < input.Count; lane++)
        {
            for (var row = 0; row < states.ColumnCount; row++)
                states[input.SampleOf(lane), row] = state[row * input.Lanes + lane];
        }
    }

    /// <summary>Sorts the rows of a shard into the outputs of its sequences, which lie column after column.</summary>
    sealed class Collector(ShardInput input, float[][] outputs, int rows, Action<Span<float>, int>? activate) : IShardOutput
    {
        readonly float[] answers = new float[rows * input.Lanes];

        public bool Wants(int step) => true;

        public void Write(int step, ReadOnlySpan<float> output)
        {
            output.CopyTo(answers);
            activate?.Invoke(answers, input.Lanes);
            for (var lane = 0; lane < input.Count; lane++)
            {
                var length = input.LengthOf(lane);
                if (step >= length)
                    continue;
                var columns = outputs[input.SampleOf(lane)];
                for (var row = 0; row < rows; row++)
                    columns[row * length + step] = answers[row * input.Lanes + lane];
            }
        }
    }
}
