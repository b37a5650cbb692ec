namespace LiquidNet.Runs.Shards;

/// <summary>Runs the sequences of a call forward, several side by side and several shards at a time, and collects predictions.</summary>
/// <remarks>It keeps its memory for the next call, and may be called by several threads at once.</remarks>
/// <param name="model">The model.</param>
/// <param name="features">Features of its sequences.</param>
/// <param name="threads">How many threads work, 0 for one per processor; it never changes a result.</param>
sealed class SequenceRun(CompiledModel model, int features, int threads)
{
    readonly ShardPool<ShardWorker> pool = new(threads, lanes => new ShardWorker(model, model.Predictions, lanes));
    readonly Stack<ForwardCall> idle = [];

    /// <summary>Begins a call; disposing of it ends it.</summary>
    public ForwardCall Begin()
    {
        lock (idle)
            return idle.TryPop(out var call) ? call : new ForwardCall(features, RunShard, GiveBack);
    }

    /// <summary>Runs what the call holds. Allocates nothing once calls have been as large.</summary>
    public void Forward(ForwardCall call)
    {
        if (call.Set.Count == 0)
            return;
        if (call.Set.Count != call.Outputs.Count)
        {
            throw new ArgumentException(
                $"The set had {call.Outputs.Count} sequences and has {call.Set.Count} now: it has to give the same every "
                + "time that it is asked.");
        }

        model.ApplyConstraints();
        call.Plan.Take(call.Set);
        pool.Run(call.Plan.Shards, call.RunShard);
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

    void RunShard(ForwardCall call, int shard)
    {
        using var lease = pool.Rent(call.Plan.LanesOf(shard));
        var worker = lease.Worker;
        try
        {
            var (input, tape) = (worker.Input, worker.Load(call.Set, call.Plan.SamplesOf(shard)));
            tape.Begin(input, TapeMemory.Nothing);
            CopyIn(call.InitialStates, input, tape.InitialState);
            tape.Forward(input, worker.CollectInto(call.Outputs, call.TakesLast));
            CopyOut(tape.FinalState, input, call.FinalStates);
        }
        finally
        {
            // What is the caller's would live as long as the network.
            worker.Clear();
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

    void GiveBack(ForwardCall call)
    {
        lock (idle)
            idle.Push(call);
    }
}
