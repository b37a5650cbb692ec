using CsCheck;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Analysis;

public class StateBoundsTests
{
    const int Units = 6;
    const int Inputs = 3;

    /// <summary>A weighted mean in float may miss its interval by some last digits of its ends.</summary>
    const float Rounding = 1e-5f;

    [Fact]
    public void No_state_leaves_its_bounds_in_ten_thousand_steps() =>
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var random = new Random(seed);
                var cell = RandomCell(random);
                var state = Enumerable.Range(0, Units).Select(_ => Between(random, -5, 5)).ToArray();
                var bounds = StateBounds.Of(cell, state);
                var stream = LiquidNetwork.Regressor(cell, outputs: 1).OpenStream();
                stream.Reset(state);
                for (var step = 0; step < 10_000; step++)
                {
                    stream.Step([Harsh(random), Harsh(random), Harsh(random)], Math.Abs(Harsh(random)));
                    if (!AreWithin(stream.State, bounds))
                        return false;
                }

                return true;
            },
            iter: 8,
            threads: 1);

    [Fact]
    public void Bounds_are_zero_leak_reversals_and_the_initial_state()
    {
        var layer = new NeuronLayer("neurons", NeuronKind.Inter, 0, 2);
        var wiring = new Wiring("pair", 1, [layer], new SynapseTable(2, 2, [new(0, 1, 1)]), new SynapseTable(1, 2, [new(0, 0, -1)]));
        var cell = new LtcCell(wiring);
        cell.Parameters["vleak"].Values[0] = 0.1f;
        cell.Parameters["vleak"].Values[1] = 0.2f;
        cell.Parameters["erev"].Values[0] = 3;
        cell.Parameters["sensory_erev"].Values[0] = -2;

        var fromZero = StateBounds.Of(cell);
        fromZero.Lower.ToArray().Should().Equal(-2, 0);
        fromZero.Upper.ToArray().Should().Equal(0.1f, 3);

        var given = StateBounds.Of(cell, [0.5f, -1]);
        given.Lower.ToArray().Should().Equal(-2, -1);
        given.Upper.ToArray().Should().Equal(0.5f, 3);
    }

    [Fact]
    public void Solvers_without_bounds_are_refused()
    {
        var cell = new LtcCell(1, 2) { Solver = RungeKutta4.Instance };
        FluentActions.Invoking(() => StateBounds.Of(cell)).Should().Throw<ArgumentException>().WithMessage("*RungeKutta4*SemiImplicit*");
        FluentActions.Invoking(() => StateBounds.Of(new LtcCell(1, 2), [1])).Should().Throw<ArgumentException>().WithMessage("*2*1*");
    }

    static LtcCell RandomCell(Random random)
    {
        var wiring = new RandomWiring(Units) { Sparsity = random.NextDouble() * 0.9, Seed = random.Next() };
        var cell = new LtcCell(Inputs, wiring)
        {
            Solver = random.Next(2) == 0 ? SemiImplicitEuler.Instance : ExponentialEuler.Instance,
            Unfolds = random.Next(3) == 0 ? UnfoldPolicy.ByStepLength(maxStep: 0.5f, maxCount: 5) : random.Next(1, 7),
            Constraints = random.Next(2) == 0 ? LtcConstraints.Implicit : LtcConstraints.Explicit,
        };
        foreach (var parameter in cell.Parameters)
        {
            foreach (ref var value in parameter.Values)
                value = Between(random, -4, 4);
            parameter.Projection?.Apply(parameter.Values);
        }

        return cell;
    }

    /// <summary>Nothing, little or very much.</summary>
    static float Harsh(Random random) => random.Next(4) switch
    {
        0 => 0,
        1 => Between(random, -1, 1),
        2 => Between(random, -1e3f, 1e3f),
        _ => Between(random, -1e6f, 1e6f),
    };

    static float Between(Random random, float low, float high) => low + (high - low) * random.NextSingle();

    static bool AreWithin(ReadOnlySpan<float> state, StateBounds bounds)
    {
        for (var neuron = 0; neuron < state.Length; neuron++)
        {
            var (lower, upper) = (bounds.Lower[neuron], bounds.Upper[neuron]);
            var slack = Rounding * Math.Max(-lower, upper);
            if (!(state[neuron] >= lower - slack && state[neuron] <= upper + slack))
                return false;
        }

        return true;
    }
}
