using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet;

/// <summary>Steps batches of readings on several threads, with the parameters that a model had when this was created.</summary>
sealed class PoolRun
{
    const int ReadingsOfShard = 8 * PoolStep.Lanes;

    readonly ShardPool<PoolStep> workers;
    readonly Action<int> work;
    readonly StepLimit limit;
    readonly CompiledModel model;
    PoolBatch batch = null!;

    /// <summary>Takes the parameters as they are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">How many threads work; 0 for one per processor.</param>
    public PoolRun(CompiledModel model, int threads)
    {
        this.model = model;
        model.ApplyConstraints();
        limit = model.Limit;
        workers = new(threads, _ => new PoolStep(model));
        workers.Prepare(PoolStep.Lanes, ShardTeam.CountOf(threads));
        work = RunShard;
    }

    /// <summary>Whether a reading is refused before it is stepped.</summary>
    public Refusal Check(ReadOnlySpan<float> input, float elapsed) => ReadingCheck.RefusalOf(model, limit, input, elapsed);

    /// <summary>Steps all readings of a batch, round after round.</summary>
    public void Run(PoolBatch readings)
    {
        batch = readings;
        for (var round = 0; round < readings.Rounds; round++)
        {
            readings.BeginRound(round, limit);
            var shards = (readings.Round.Length + ReadingsOfShard - 1) / ReadingsOfShard;
            if (shards == 1)
                RunShard(0);
            else if (shards > 1)
                workers.Run(shards, work);
        }
    }

    void RunShard(int shard)
    {
        using var lease = workers.Rent(PoolStep.Lanes);
        var all = batch.Round;
        var end = Math.Min(all.Length, (shard + 1) * ReadingsOfShard);
        for (var first = shard * ReadingsOfShard; first < end; first += PoolStep.Lanes)
            lease.Worker.Run(batch, all[first..Math.Min(end, first + PoolStep.Lanes)]);
    }
}
