using LiquidNet.Data;
using LiquidNet.Data.Sets;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet.Runs.Shards;

/// <summary>Runs sequences forward, several side by side and several shards at a time, and collects the outputs of every step.</summary>
/// <remarks>It keeps its memory for the next call, and may be called by several threads at once.</remarks>
sealed class SequenceRun(LiquidEquation even, Lazy<LiquidEquation> ragged, Action<Span<float>, int>? activate)
{
    readonly Dictionary<(int Lanes, bool IsRagged), Stack<Worker>> idle = [];

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
        var outputs = sequences.Select(sequence => GC.AllocateUninitializedArray<float>(sequence.Length * even.OutputSize)).ToArray();
        new ShardTeam(Threads).Run(plan.Shards, shard =>
        {
            var worker = Rent(plan);
            try
            {
                var (input, tape) = (worker.Input, worker.Tape);
                input.Load(set, plan.SamplesOf(shard, samples), plan.Steps, plan.IsRagged);
                input.Check(even.Limit());
                tape.Begin(input, plan.Steps, isInputConstant: false, TapeMemory.Nothing);
                CopyIn(initialStates, input, tape.InitialState);
                tape.Forward(input, new OutputCollector(name, input, outputs, even.OutputSize, activate));
                CopyOut(tape.FinalState, input, name, finalStates);
            }
            finally
            {
                Return(plan, worker);
            }
        });
        return [.. outputs.Select((values, index) => new DenseMatrix(sequences[index].Length, even.OutputSize, values))];
    }

    Worker Rent(BatchPlan plan)
    {
        lock (idle)
        {
            if (idle.TryGetValue((plan.Lanes, plan.IsRagged), out var workers) && workers.TryPop(out var worker))
                return worker;
        }

        return new Worker(new ShardInput(plan.Lanes), new Tape(plan.IsRagged ? ragged.Value : even, plan.Lanes));
    }

    void Return(BatchPlan plan, Worker worker)
    {
        lock (idle)
        {
            if (!idle.TryGetValue((plan.Lanes, plan.IsRagged), out var workers))
                idle.Add((plan.Lanes, plan.IsRagged), workers = new Stack<Worker>());
            workers.Push(worker);
        }
    }

    MemorySequenceSet Checked(IReadOnlyList<Sequence> sequences, string name)
    {
        for (var index = 0; index < sequences.Count; index++)
        {
            if (sequences[index] is null)
                throw new ArgumentException($"Sequence {index} is null.", nameof(sequences));
            if (sequences[index].Features != even.InputSize)
            {
                throw new ArgumentException(
                    $"'{name}' expects inputs [time x {even.InputSize}] but sequence {index} is [{sequences[index].Length} x {sequences[index].Features}].",
                    nameof(sequences));
            }
        }

        return new MemorySequenceSet([.. sequences], ignoresTargets: true);
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

    static void CopyOut(ReadOnlySpan<float> state, ShardInput input, string name, Matrix<float>? states)
    {
        for (var lane = 0; states is not null && lane < input.Count; lane++)
        {
            for (var row = 0; row < states.ColumnCount; row++)
            {
                var value = state[row * input.Lanes + lane];
                if (!float.IsFinite(value))
                    throw NotFinite.Answer($"Cell '{name}'", $" at the end of sequence {input.SampleOf(lane)}");
                states[input.SampleOf(lane), row] = value;
            }
        }
    }

    /// <summary>The memory with which one thread works off shards.</summary>
    sealed record Worker(ShardInput Input, Tape Tape);
}
