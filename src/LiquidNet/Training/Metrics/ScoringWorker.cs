using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The memory with which one thread works off shards and scores their outputs.</summary>
sealed class ScoringWorker
{
    readonly ShardWorker worker;

    public ScoringWorker(LiquidNetwork network, Loss loss, int lanes)
    {
        worker = new ShardWorker(network.Model, network.Model.Logits, lanes);
        Evaluator = new ShardEvaluator(loss, network.Model, worker.Input);
    }

    public ShardInput Input => worker.Input;

    public ShardEvaluator Evaluator { get; }

    /// <summary>Takes samples, and begins a run from a state of zero, without dropout.</summary>
    /// <param name="set">Where the samples come from.</param>
    /// <param name="samples">Their positions.</param>
    /// <param name="weightScale">What the weight of each output is multiplied by.</param>
    /// <param name="memory">What the tape remembers.</param>
    public Tape Begin(SequenceSet set, ReadOnlySpan<int> samples, float weightScale, TapeMemory memory)
    {
        var tape = worker.Load(set, samples);
        Evaluator.Begin(weightScale);
        tape.Begin(Input, memory);
        tape.Dropout = null;
        tape.InitialState.Clear();
        return tape;
    }

    /// <summary>The pool of workers with which a network is trained and evaluated.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">How wrong an output is.</param>
    /// <param name="threads">How many threads work; 0 for one per processor.</param>
    public static ShardPool<ScoringWorker> PoolFor(LiquidNetwork network, Loss loss, int threads) =>
        new(threads, lanes => new ScoringWorker(network, loss, lanes));
}
