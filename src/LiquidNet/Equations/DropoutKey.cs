using LiquidNet.Seeding;

namespace LiquidNet.Equations;

/// <summary>
/// What the random numbers of dropout depend on: with the same key they are the same, in whatever order they are asked for.
/// </summary>
/// <param name="Pass">Differs from training step to training step.</param>
/// <param name="Step">The time step within the sequence.</param>
/// <param name="FirstSample">The position in the batch of the first lane's sample.</param>
readonly record struct DropoutKey(ulong Pass, int Step, int FirstSample)
{
    /// <summary>The key of the circuit that reads the state out, whose operators are counted from the beginning again.</summary>
    public DropoutKey ForReadout() => this with { Pass = SplitMix64.Mix(~Pass) };

    /// <summary>A number in [0, 1) for one operator, row and lane.</summary>
    public float Uniform(int index, int row, int lane)
    {
        var key = SplitMix64.Mix(SplitMix64.Mix(Pass) + (uint)Step);
        key = SplitMix64.Mix(key + (uint)(FirstSample + lane));
        key = SplitMix64.Mix(key + (((ulong)(uint)index << 32) | (uint)row));
        return (key >> 40) * (1f / (1 << 24));
    }
}
