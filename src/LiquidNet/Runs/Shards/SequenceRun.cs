using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>Runs the sequences of a set forward, several side by side and several shards at a time, and collects predictions.</summary>
/// <remarks>It keeps its memory for the next call, and may be called by several threads at once.</remarks>
/// <param name="model">The model.</param>
/// <param name="threads">How many threads work; it never changes a result.</param>
sealed class SequenceRun(CompiledModel model, int threads)
{
    readonly ShardPool<ShardWorker> pool = new(threads, lanes => new ShardWorker(model, model.Predictions, lanes));

    /// <summary>The predictions after every step of each sequence [time x OutputSize], column after column.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="initialStates">The state before the first step of each [sequences x StateSize], column after column; null for
    /// zero.</param>
    /// <param name="finalStates">Takes the state after the last step of each [sequences x StateSize], column after column; or null.</param>
    public float[][] Forward(SequenceSet set, float[]? initialStates = null, float[]? finalStates = null) => Run(
        set, set.LengthOf, (input, outputs) => new OutputCollector(model, input, outputs), initialStates, finalStates);

    /// <summary>The prediction after the last step of each sequence [OutputSize].</summary>
    public float[][] ForwardLast(SequenceSet set) =>
        Run(set, _ => 1, (input, outputs) => new LastOutputCollector(model, input, outputs), initialStates: null, finalStates: null);

    float[][] Run(
        SequenceSet set, Func<int, int> outputsOf, Func<ShardInput, float[][], IShardOutput> collect,
        float[]? initialStates, float[]? finalStates)
    {
        if (set.Count == 0)
            return [];
        var plan = new BatchPlan();
        plan.Take(set);
        var outputs = new float[set.Count][];
        for (var index = 0; index < outputs.Length; index++)
            outputs[index] = GC.AllocateUninitializedArray<float>(checked(outputsOf(index) * model.OutputSize));
        model.ApplyConstraints();
        pool.Run(plan.Shards, shard =>
        {
            var worker = pool.Rent(plan.LanesOf(shard));
            try
            {
                var (input, tape) = (worker.Input, worker.Load(set, plan.SamplesOf(shard)));
                tape.Begin(input, TapeMemory.Nothing);
                CopyIn(initialStates, input, tape.InitialState);
                tape.Forward(input, collect(input, outputs));
                CopyOut(tape.FinalState, input, finalStates);
            }
            finally
            {
                pool.Return(plan.LanesOf(shard), worker);
            }
        });
        return outputs;
    }

    /// <summary>Lanes without a sample begin as the first one does.</summary>
    public static void CopyIn(float[]? states, ShardInput input, Span<float> state)
    {
        state.Clear();
        for (var at = 0; states is not null && at < state.Length; at++)
        {
            var (row, lane) = (at / input.Lanes, at % input.Lanes);
            state[at] = states[row * input.Set.Count + input.SampleOf(lane < input.Count ? lane : 0)];
        }
    }

    void CopyOut(ReadOnlySpan<float> state, ShardInput input, float[]? states)
    {
        for (var at = 0; states is not null && at < state.Length; at++)
        {
            var (row, lane) = (at / input.Lanes, at % input.Lanes);
            if (lane >= input.Count)
                continue;
            if (!float.IsFinite(state[at]))
                throw NotFinite.Output(model, $" at the end of sequence {input.SampleOf(lane)}");
            states[row * input.Set.Count + input.SampleOf(lane)] = state[at];
        }
    }
}
