using LiquidNet.Seeding;

namespace LiquidNet.Training;

/// <summary>Where in a training a step is, counted from 0.</summary>
readonly record struct StepPlace(int Epoch, int Batch, int Batches, int Seed, int Piece = 0)
{
    /// <summary>The middle of the step, in epochs.</summary>
    public double Time => Epoch + (Batch + 0.5) / Batches;

    /// <summary>Random numbers for dropout that no other step and no other seed has.</summary>
    public ulong DropoutSeed => Piece == 0 ? BatchSeed : SplitMix64.Mix(BatchSeed + (ulong)Piece);

    ulong BatchSeed => SplitMix64.Mix(((ulong)(uint)Seed << 32) ^ (ulong)((long)Epoch * Batches + Batch));
}
