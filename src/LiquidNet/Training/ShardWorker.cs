using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The memory with which one thread works off shards.</summary>
sealed class ShardWorker
{
    readonly LiquidNetwork network;
    Tape? even;
    Tape? ragged;

    public ShardWorker(LiquidNetwork network, Loss loss, int lanes)
    {
        this.network = network;
        Input = new ShardInput(lanes);
        Judge = new ShardEvaluator(loss, Input, network.OutputSize);
    }

    public ShardInput Input { get; }

    public ShardEvaluator Judge { get; }

    /// <summary>The tape for batches of equal lengths, or for ragged ones.</summary>
    public Tape TapeFor(bool isRagged) => isRagged
        ? ragged ??= new Tape(network.RaggedEquation, Input.Lanes)
        : even ??= new Tape(network.Equation, Input.Lanes);
}
