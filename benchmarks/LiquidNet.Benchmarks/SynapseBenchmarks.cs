using BenchmarkDotNet.Attributes;
using LiquidNet.Kernels;

namespace LiquidNet.Benchmarks;

/// <summary>Synaptic sums of 32 neurons: forward and reverse on lanes of samples, and the single sample of a stream.</summary>
[MemoryDiagnoser]
public class SynapseBenchmarks
{
    const int Neurons = 32;

    int[] sources = [], starts = [];
    float[] weight = [], midpoint = [], steepness = [], reversal = [];
    float[] source = [], conductance = [], current = [], sourceAdjoint = [], accumulators = [], packedSums = [];
    PackedSynapses packed = new([], [0]);

    /// <summary>A full table, or as many as a neural circuit policy of this size has.</summary>
    [Params(Neurons * Neurons, 150)]
    public int Synapses { get; set; }

    [Params(1, 8, 16)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        float[] Values(int count, float low, float high) =>
            [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextSingle())];

        var places = Enumerable.Range(0, Neurons * Neurons).ToArray();
        random.Shuffle(places);
        Array.Resize(ref places, Synapses);
        Array.Sort(places);
        sources = [.. places.Select(place => place % Neurons)];
        starts = [.. Enumerable.Range(0, Neurons + 1).Select(target => places.Count(place => place / Neurons < target))];
        weight = Values(Synapses, 0.01f, 1f);
        midpoint = Values(Synapses, 0.3f, 0.8f);
        steepness = Values(Synapses, 3f, 8f);
        reversal = Values(Synapses, -1f, 1f);
        source = Values(Neurons * Lanes, -1f, 1f);
        conductance = Values(Neurons * Lanes, -1f, 1f);
        current = Values(Neurons * Lanes, -1f, 1f);
        sourceAdjoint = new float[Neurons * Lanes];
        accumulators = new float[Kernels.Synapses.AccumulatorLength(Synapses, Lanes)];
        packed = new PackedSynapses(sources, starts);
        packedSums = new float[packed.AccumulatorLength];
        packed.Pack(weight, midpoint, steepness, reversal);
    }

    [Benchmark]
    public void AddSum() => Kernels.Synapses.AddSum(
        source, sources, starts, weight, midpoint, steepness, reversal, Lanes, conductance, current);

    [Benchmark]
    public void AddGradients() => Kernels.Synapses.AddGradients(
        source, sources, starts, weight, midpoint, steepness, reversal, conductance, current, Lanes, sourceAdjoint, accumulators);

    /// <summary>One lane, whatever the number above.</summary>
    [Benchmark]
    public void PackedAddSum() => packed.AddSum(source.AsSpan(0, Neurons), conductance.AsSpan(0, Neurons), current.AsSpan(0, Neurons));

    /// <summary>One lane, whatever the number above.</summary>
    [Benchmark]
    public void PackedAddGradients() => packed.AddGradients(
        source.AsSpan(0, Neurons), conductance.AsSpan(0, Neurons), current.AsSpan(0, Neurons),
        sourceAdjoint.AsSpan(0, Neurons), packedSums);

    [Benchmark]
    public void Pack() => packed.Pack(weight, midpoint, steepness, reversal);
}
