using CsCheck;
using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class PackedSynapsesTests
{
    /// <summary>The unpacked kernel adds conductance and current up first; hundreds of synapses may share a source.</summary>
    const float GradientTolerance = 3e-5f;

    static readonly Gen<NaiveSynapses> Tables = Gen.OneOf(
        NaiveSynapses.Random, NaiveSynapses.Wired, Gen.Select(Gen.Int[1, 140], Gen.Int[1, 40], NaiveSynapses.Full),
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

    [Fact]
    public void Gradients_are_those_of_the_unpacked_kernel_over_several_steps()
    {
        Tables.Sample(table =>
        {
            var packed = Packed(table);
            var sums = Filled(packed.AccumulatorLength, 0f);
            var unpackedSums = new float[Synapses.AccumulatorLength(table.Count, 1)];
            for (var seed = 0; seed < 3; seed++)
            {
                var source = NaiveSynapses.Signal(table.SourceCount, 1, seed);
                var dConductance = NaiveSynapses.Signal(table.Targets, 1, 10 + seed);
                var dCurrent = NaiveSynapses.Signal(table.Targets, 1, 20 + seed);
                var (dSource, expected) = (Filled(source.Length, 2f), Filled(source.Length, 2f));
                packed.AddGradients(source, dConductance, dCurrent, dSource.Span, sums.Span);
                Synapses.AddGradients(source, table.Sources, table.Starts, table.Weight, table.Midpoint, table.Steepness, table.Reversal,
                    dConductance, dCurrent, 1, expected.Span, unpackedSums);
                ShouldAgree(dSource.Span, expected.Span);
                dSource.ShouldHaveWholeMargins();
                sums.ShouldHaveWholeMargins();
            }

            var unpacked = Gradients(table);
            Synapses.AddParameterGradients(unpackedSums, table.Weight, table.Midpoint, table.Steepness, table.Reversal, 1,
                unpacked[0], unpacked[1], unpacked[2], unpacked[3]);
            foreach (var (actual, expected) in ParameterGradients(packed, table, sums.Span).Zip(unpacked))
                ShouldAgree(actual, expected);
        }, iter: 300);
    }

    [Fact]
    public void A_target_without_an_adjoint_gives_nothing_to_its_synapses()
    {
        var table = NaiveSynapses.Full(40, 40);
        var packed = Packed(table);
        var (sums, dSource, adjoint) = (new float[packed.AccumulatorLength], new float[table.SourceCount], new float[table.Targets]);
        packed.AddGradients(NaiveSynapses.Signal(table.SourceCount, 1, 1), adjoint, adjoint, dSource, sums);
        sums.Concat(dSource).Should().OnlyContain(sum => sum == 0);

        adjoint[30] = 1;
        packed.AddGradients(NaiveSynapses.Signal(table.SourceCount, 1, 1), adjoint, adjoint, dSource, sums);
        dSource.Should().OnlyContain(sum => sum != 0);
        foreach (var gradient in ParameterGradients(packed, table, sums))
        {
            for (var synapse = 0; synapse < table.Count; synapse++)
                (gradient[synapse] != 1).Should().Be(synapse >= table.Starts[30] && synapse < table.Starts[31]);
        }
    }

    [Fact]
    public void Without_a_source_adjoint_the_parameters_get_the_same_gradients()
    {
        var table = NaiveSynapses.Create(5, [2, 0, 4], 3);
        var packed = Packed(table);
        var (source, adjoint) = (NaiveSynapses.Signal(5, 1, 1), NaiveSynapses.Signal(3, 1, 2));
        var (with, without) = (new float[packed.AccumulatorLength], new float[packed.AccumulatorLength]);
        packed.AddGradients(source, adjoint, adjoint, new float[5], with);
        packed.AddGradients(source, adjoint, adjoint, [], without);
        without.Should().Equal(with).And.Contain(sum => sum != 0f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_source_that_is_not_finite_reaches_its_own_targets_only(float value)
    {
        var table = NaiveSynapses.Create(6, [3, 1, 0, 2, 2, 1, 1, 1, 5, 1], 4);
        var packed = Packed(table);
        var source = NaiveSynapses.Signal(6, 1, 1);
        source[table.Sources[0]] = value;
        var expected = Nines(table.Targets);
        Synapses.AddSum(source, table.Sources, table.Starts, table.Weight, table.Midpoint, table.Steepness, table.Reversal, 1,
            expected, new float[table.Targets]);
        Write(packed, source, table.Targets).Conductance.Should().Equal(expected);
    }

    [Fact]
    public void Packing_summing_and_the_reverse_allocate_nothing()
    {
        var table = NaiveSynapses.Create(16, [.. Enumerable.Range(0, 20).Select(i => i % 5)], 1);
        var packed = new PackedSynapses(table.Sources, table.Starts);
        var source = NaiveSynapses.Signal(16, 1, 1);
        float[] conductance = new float[20], current = new float[20];
        var (sums, gradients) = (new float[packed.AccumulatorLength], Gradients(table));
        void Step()
        {
            packed.Pack(table.Weight, table.Midpoint, table.Steepness, table.Reversal);
            packed.AddSum(source, conductance, current);
            packed.AddGradients(source, conductance, current, source, sums);
            packed.AddParameterGradients(
                sums, table.Weight, table.Steepness, table.Reversal, gradients[0], gradients[1], gradients[2], gradients[3]);
        }

        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    static PackedSynapses Packed(NaiveSynapses table)
    {
        var packed = new PackedSynapses(table.Sources, table.Starts);
        packed.Pack(table.Weight, table.Midpoint, table.Steepness, table.Reversal);
        return packed;
    }

    /// <summary>The sums, on top of what the destinations held before.</summary>
    static (float[] Conductance, float[] Current) Write(PackedSynapses packed, float[] source, int targets)
    {
        float[] conductance = Nines(targets), current = Nines(targets);
        packed.AddSum(source, conductance, current);
        return (conductance, current);
    }

    static float[][] ParameterGradients(PackedSynapses packed, NaiveSynapses table, ReadOnlySpan<float> sums)
    {
        var gradients = Gradients(table);
        packed.AddParameterGradients(
            sums, table.Weight, table.Steepness, table.Reversal, gradients[0], gradients[1], gradients[2], gradients[3]);
        return gradients;
    }

    /// <summary>For weight, midpoint, steepness and reversal potential, what was there before.</summary>
    static float[][] Gradients(NaiveSynapses table) =>
        [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Repeat(1f, table.Count).ToArray())];

    static void ShouldAgree(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        for (var at = 0; at < expected.Length; at++)
            actual[at].Should().BeApproximately(expected[at], GradientTolerance * (1 + MathF.Abs(expected[at])));
    }

    static float[] Nines(int count) => [.. Enumerable.Repeat(9f, count)];

    static GuardedArray Filled(int length, float value) => new([.. Enumerable.Repeat(value, length)]);
}
