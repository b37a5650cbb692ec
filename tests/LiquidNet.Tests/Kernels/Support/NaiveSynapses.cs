using CsCheck;

namespace LiquidNet.Tests.Kernels.Support;

/// <summary>A table of synapses with the naive formulas in double: the oracle of the synapse kernels.</summary>
sealed record NaiveSynapses(
    int SourceCount, int[] Sources, int[] Starts, float[] Weight, float[] Midpoint, float[] Steepness, float[] Reversal)
{
    /// <summary>Tables from empty to crowded, some targets without synapses.</summary>
    public static readonly Gen<NaiveSynapses> Random =
        from sourceCount in Gen.Int[1, 12]
        from counts in Gen.Int[0, 7].Array[0, 20]
        from seed in Gen.Int[0, int.MaxValue - 1]
        select Create(sourceCount, counts, seed);

    /// <summary>Tables of as many sources and targets as wired nets have.</summary>
    public static readonly Gen<NaiveSynapses> Wired =
        from sourceCount in Gen.Int[13, 80]
        from counts in Gen.Int[0, 20].Array[1, 80]
        from seed in Gen.Int[0, int.MaxValue - 1]
        select Create(sourceCount, counts, seed);

    public int Targets => Starts.Length - 1;

    public int Count => Sources.Length;

    public static NaiveSynapses Create(int sourceCount, int[] counts, int seed)
    {
        var random = new Random(seed);
        var starts = new int[counts.Length + 1];
        for (var target = 0; target < counts.Length; target++)
            starts[target + 1] = starts[target] + counts[target];
        float[] Values(float low, float high) =>
            [.. Enumerable.Range(0, starts[^1]).Select(_ => low + (high - low) * random.NextSingle())];
        var sources = Enumerable.Range(0, starts[^1]).Select(_ => random.Next(sourceCount)).ToArray();
        return new(sourceCount, sources, starts, Values(-1f, 1f), Values(0.3f, 0.8f), Values(-3f, 8f), Values(-1f, 1f));
    }

    /// <summary>A table whose targets have all sources.</summary>
    public static NaiveSynapses Full(int sources, int targets)
    {
        var table = Create(sources, [.. Enumerable.Repeat(sources, targets)], 1);
        for (var synapse = 0; synapse < table.Count; synapse++)
            table.Sources[synapse] = synapse % sources;
        return table;
    }

    public static float[] Signal(int rows, int lanes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * lanes).Select(_ => random.NextSingle() * 3 - 1.5f)];
    }

    /// <summary>The conductance and current of a target in double.</summary>
    public (double Conductance, double Current) Sum(ReadOnlySpan<float> source, int lanes, int target, int lane)
    {
        double conductance = 0, current = 0;
        for (var synapse = Starts[target]; synapse < Starts[target + 1]; synapse++)
        {
            var open = Open(source[Sources[synapse] * lanes + lane], Midpoint[synapse], Steepness[synapse]);
            conductance += Weight[synapse] * open;
            current += (double)Weight[synapse] * Reversal[synapse] * open;
        }

        return (conductance, current);
    }

    /// <summary>What one synapse adds to the loss at one lane, for finite differences over any of its arguments.</summary>
    public static double Loss(
        double v, double weight, double midpoint, double steepness, double reversal, double dConductance, double dCurrent) =>
        weight * Open(v, midpoint, steepness) * (dConductance + reversal * dCurrent);

    static double Open(double v, double midpoint, double steepness) => 1 / (1 + Math.Exp(-steepness * (v - midpoint)));
}
