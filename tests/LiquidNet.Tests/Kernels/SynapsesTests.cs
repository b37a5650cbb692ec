using CsCheck;
using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public sealed class SynapsesTests
{
    /// <summary>Seven synapses of weight one, each within 2e-7, and the rounding of their sum.</summary>
    const double SumTolerance = 3e-6;

    /// <summary>As above, times a steepness of eight and the sum over lanes and steps.</summary>
    const double GradientTolerance = 3e-5;

    static readonly int[] LaneCounts = [1, 3, 8, 16, 24, 40];

    static readonly Gen<int> Lanes = Gen.Int[0, 5].Select(index => LaneCounts[index]);

    [Fact]
    public void Sums_follow_the_formula()
    {
        Gen.Select(NaiveSynapses.Random, Lanes).Sample((table, lanes) =>
        {
            var source = NaiveSynapses.Signal(table.SourceCount, lanes, 1);
            var conductance = Filled(table.Targets * lanes, 0.5f);
            var current = Filled(table.Targets * lanes, -0.5f);
            AddSum(table, source, lanes, conductance.Span, current.Span);
            for (var target = 0; target < table.Targets; target++)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    var expected = table.Sum(source, lanes, target, lane);
                    conductance.Span[target * lanes + lane].Should()
                        .BeApproximately(0.5f + (float)expected.Conductance, (float)SumTolerance);
                    current.Span[target * lanes + lane].Should().BeApproximately(-0.5f + (float)expected.Current, (float)SumTolerance);
                }
            }

            conductance.ShouldHaveWholeMargins();
            current.ShouldHaveWholeMargins();
        }, iter: 200);
    }

    [Fact]
    public void A_lane_has_the_same_bits_at_every_number_of_lanes()
    {
        var table = NaiveSynapses.Create(9, [3, 0, 7, 1], 5);
        var wide = NaiveSynapses.Signal(table.SourceCount, 40, 1);
        var sums = new float[table.Targets * 40];
        AddSum(table, wide, 40, sums, new float[table.Targets * 40]);
        for (var lane = 0; lane < 40; lane++)
        {
            var single = Enumerable.Range(0, table.SourceCount).Select(row => wide[row * 40 + lane]).ToArray();
            var sum = new float[table.Targets];
            AddSum(table, single, 1, sum, new float[table.Targets]);
            for (var target = 0; target < table.Targets; target++)
                sum[target].Should().Be(sums[target * 40 + lane]);
        }
    }

    [Fact]
    public void Gradients_follow_finite_differences_of_the_formula_over_several_steps()
    {
        const int Steps = 3;
        Gen.Select(NaiveSynapses.Random, Lanes).Sample((table, lanes) =>
        {
            var accumulators = Filled(Synapses.AccumulatorLength(table.Count, lanes), 0f);
            var expected = new double[4, table.Count];
            for (var step = 0; step < Steps; step++)
            {
                var source = NaiveSynapses.Signal(table.SourceCount, lanes, 10 + step);
                var dConductance = NaiveSynapses.Signal(table.Targets, lanes, 20 + step);
                var dCurrent = NaiveSynapses.Signal(table.Targets, lanes, 30 + step);
                var dSource = Filled(source.Length, 2f);
                AddGradients(table, source, dConductance, dCurrent, lanes, dSource.Span, accumulators.Span);
                dSource.ShouldHaveWholeMargins();
                accumulators.ShouldHaveWholeMargins();

                var expectedSource = Enumerable.Repeat(2.0, source.Length).ToArray();
                AddExpectedGradients(table, source, dConductance, dCurrent, lanes, expectedSource, expected);
                for (var i = 0; i < source.Length; i++)
                    ((double)dSource.Span[i]).Should().BeApproximately(expectedSource[i], GradientTolerance);
            }

            var gradients = Enumerable.Range(0, 4).Select(_ => Enumerable.Repeat(1f, table.Count).ToArray()).ToArray();
            Synapses.AddParameterGradients(accumulators.Span, table.Weight, table.Midpoint, table.Steepness, table.Reversal, lanes,
                gradients[0], gradients[1], gradients[2], gradients[3]);
            for (var parameter = 0; parameter < 4; parameter++)
            {
                for (var synapse = 0; synapse < table.Count; synapse++)
                {
                    ((double)gradients[parameter][synapse]).Should()
                        .BeApproximately(1 + expected[parameter, synapse], GradientTolerance, $"parameter {parameter}");
                }
            }
        }, iter: 100);
    }

    [Fact]
    public void Without_a_source_adjoint_the_parameters_get_the_same_gradients()
    {
        var table = NaiveSynapses.Create(5, [2, 0, 4], 3);
        var source = NaiveSynapses.Signal(5, 16, 1);
        var adjoint = NaiveSynapses.Signal(3, 16, 2);
        var with = new float[Synapses.AccumulatorLength(table.Count, 16)];
        var without = new float[with.Length];
        AddGradients(table, source, adjoint, adjoint, 16, new float[source.Length], with);
        AddGradients(table, source, adjoint, adjoint, 16, [], without);
        without.Should().Equal(with).And.Contain(sum => sum != 0f);
    }

    [Fact]
    public void Only_wanted_parameters_get_gradients()
    {
        var table = NaiveSynapses.Create(5, [2, 4], 3);
        var accumulators = Enumerable.Repeat(1f, Synapses.AccumulatorLength(table.Count, 1)).ToArray();
        var gradient = new float[table.Count];
        Synapses.AddParameterGradients(
            accumulators, table.Weight, table.Midpoint, table.Steepness, table.Reversal, 1, [], [], [], gradient);
        gradient.Should().Equal(table.Weight);
    }

    [Fact]
    public void An_infinite_source_closes_or_opens_a_synapse_and_NaN_reaches_its_targets_only()
    {
        var table = NaiveSynapses.Create(2, [1, 1], 1);
        (table.Sources[0], table.Sources[1]) = (0, 1);
        table.Steepness.AsSpan().Fill(4f);
        var conductance = new float[2 * 8];
        foreach (var (v, open) in ((float, float)[])[(float.PositiveInfinity, 1f), (float.NegativeInfinity, 0f), (float.NaN, float.NaN)])
        {
            var source = new float[2 * 8];
            source.AsSpan(0, 8).Fill(v);
            conductance.AsSpan().Clear();
            AddSum(table, source, 8, conductance, new float[2 * 8]);
            conductance[0].Should().Be(table.Weight[0] * open);
            float.IsFinite(conductance[8]).Should().BeTrue();
        }
    }

    /// <summary>Central differences of the double formula, synapse by synapse and lane by lane.</summary>
    static void AddExpectedGradients(
        NaiveSynapses table, float[] source, float[] dConductance, float[] dCurrent, int lanes, double[] dSource, double[,] dParameters)
    {
        const double H = 1e-5;
        for (var target = 0; target < table.Targets; target++)
        {
            for (var synapse = table.Starts[target]; synapse < table.Starts[target + 1]; synapse++)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    var place = table.Sources[synapse] * lanes + lane;
                    double[] at =
                    [
                        table.Weight[synapse], table.Midpoint[synapse], table.Steepness[synapse], table.Reversal[synapse], source[place],
                    ];
                    double Loss(int shifted, double by)
                    {
                        var x = (double[])at.Clone();
                        x[shifted] += by;
                        return NaiveSynapses.Loss(
                            x[4], x[0], x[1], x[2], x[3], dConductance[target * lanes + lane], dCurrent[target * lanes + lane]);
                    }

                    for (var parameter = 0; parameter < 4; parameter++)
                        dParameters[parameter, synapse] += (Loss(parameter, H) - Loss(parameter, -H)) / (2 * H);
                    dSource[place] += (Loss(4, H) - Loss(4, -H)) / (2 * H);
                }
            }
        }
    }

    static void AddSum(NaiveSynapses table, ReadOnlySpan<float> source, int lanes, Span<float> conductance, Span<float> current) =>
        Synapses.AddSum(source, table.Sources, table.Starts, table.Weight, table.Midpoint, table.Steepness, table.Reversal,
            lanes, conductance, current);

    static void AddGradients(
        NaiveSynapses table, ReadOnlySpan<float> source, ReadOnlySpan<float> dConductance, ReadOnlySpan<float> dCurrent, int lanes,
        Span<float> dSource, Span<float> accumulators) =>
        Synapses.AddGradients(source, table.Sources, table.Starts, table.Weight, table.Midpoint, table.Steepness, table.Reversal,
            dConductance, dCurrent, lanes, dSource, accumulators);

    static GuardedArray Filled(int length, float value) => new([.. Enumerable.Repeat(value, length)]);
}
