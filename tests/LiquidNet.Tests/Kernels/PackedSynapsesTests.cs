using CsCheck;
using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class PackedSynapsesTests
{
    static readonly Gen<NaiveSynapses> Tables = Gen.OneOf(
        NaiveSynapses.Random, NaiveSynapses.Wired, Gen.Int[1, 40].Select(NaiveSynapses.Full),
        Gen.Const(NaiveSynapses.Create(7, [100, 0, 65, 1], 2)));

    [Fact]
    public void Sums_have_the_bits_of_the_unpacked_kernel()
    {
        Tables.Sample(table =>
        {
            var packed = new PackedSynapses(table.Sources, table.Starts);
            for (var seed = 0; seed < 2; seed++)
            {
                var weight = table.Weight.Select(w => w + seed).ToArray();
                packed.Pack(weight, table.Midpoint, table.Steepness, table.Reversal);
                var source = NaiveSynapses.Signal(table.SourceCount, 1, seed);
                var (conductance, current) = Write(packed, source, table.Targets);
                var expected = (Conductance: Nines(table.Targets), Current: Nines(table.Targets));
                Synapses.AddSum(source, table.Sources, table.Starts, weight, table.Midpoint, table.Steepness, table.Reversal, 1,
                    expected.Conductance, expected.Current);
                conductance.Should().Equal(expected.Conductance);
                current.Should().Equal(expected.Current);
            }
        }, iter: 300);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_source_that_is_not_finite_reaches_its_own_targets_only(float value)
    {
        var table = NaiveSynapses.Create(6, [3, 1, 0, 2, 2, 1, 1, 1, 5, 1], 4);
        var packed = new PackedSynapses(table.Sources, table.Starts);
        packed.Pack(table.Weight, table.Midpoint, table.Steepness, table.Reversal);
        var source = NaiveSynapses.Signal(6, 1, 1);
        source[table.Sources[0]] = value;
        var expected = Nines(table.Targets);
        Synapses.AddSum(source, table.Sources, table.Starts, table.Weight, table.Midpoint, table.Steepness, table.Reversal, 1,
            expected, new float[table.Targets]);
        Write(packed, source, table.Targets).Conductance.Should().Equal(expected);
    }

    [Fact]
    public void Packing_and_summing_allocate_nothing()
    {
        var table = NaiveSynapses.Create(16, [.. Enumerable.Range(0, 20).Select(i => i % 5)], 1);
        var packed = new PackedSynapses(table.Sources, table.Starts);
        var source = NaiveSynapses.Signal(16, 1, 1);
        float[] conductance = new float[20], current = new float[20];
        void Step()
        {
            packed.Pack(table.Weight, table.Midpoint, table.Steepness, table.Reversal);
            packed.AddSum(source, conductance, current);
        }

        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    /// <summary>The sums, on top of what the destinations held before.</summary>
    static (float[] Conductance, float[] Current) Write(PackedSynapses packed, float[] source, int targets)
    {
        float[] conductance = Nines(targets), current = Nines(targets);
        packed.AddSum(source, conductance, current);
        return (conductance, current);
    }

    static float[] Nines(int count) => [.. Enumerable.Repeat(9f, count)];
}
