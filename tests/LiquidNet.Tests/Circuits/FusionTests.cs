using LiquidNet.Cells;
using LiquidNet.Circuits.Fusions;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;
using LiquidNet.Runs;
using LiquidNet.Solvers;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Circuits;

/// <summary>Each fusion against its definition, which the oracle computes as it is written.</summary>
public class FusionTests
{
    const int Rows = 5;
    const int Forms = 6;

    /// <summary>Below it, the gradient by a capacitance is a difference of numbers too large for a float.</summary>
    const float LeastCapacitance = 1e-3f;

    static readonly int[] LaneCounts = [1, 8, 16];

    /// <summary>[batch x time]: zero, what a float hardly holds, and usual timespans beside them.</summary>
    static readonly double[] Timespans = [0, 1e-30f, 1e30f, 0.75, 0.5, 1e30f, 1e-30f, 0];

    static readonly Parameter Inertia = Parameter.Positive("c", Rows, 1.3f);
    static readonly Parameter Vanishing = new("c", Rows, 1, [0, 0.4f, 0, 1.5f, 1e-3f], NonNegative.Instance);
    static readonly Parameter Start = Parameter.Glorot("W", Rows, Rows, 1);
    static readonly Parameter Slope = Parameter.Glorot("V", Rows, Rows, 1);
    static readonly Parameter StartBias = Parameter.Uniform("a", Rows, -1, 1, 1);
    static readonly Parameter SlopeBias = Parameter.Uniform("b", Rows, -1, 1, 1);

    /// <summary>Two operands, each of any form, the state and the timespan give a next state.</summary>
    static readonly Dictionary<string, (Type Fused, Func<Signal, Signal, Signal, Signal, Signal> Write)> Definitions = new()
    {
        ["implicit step"] = (typeof(ImplicitStep), (a, b, s, dt) => (s + dt * a) / (1 + dt * Softplus(b))),
        ["implicit step, turned round"] = (typeof(ImplicitStep), (a, b, s, dt) => (a * dt + s) / (Softplus(b) * dt + 1)),
        ["implicit step of part of the time"] = (
            typeof(ImplicitStep), (a, b, s, dt) => (s + 0.5f * dt * a) / (Constant(1) + 0.5f * dt * Softplus(b))),
        ["capacitance"] = (typeof(ImplicitStep), (a, b, s, dt) => (Inertia * s + dt * a) / (Inertia + dt * Softplus(b))),
        ["capacitance, divided by"] = (typeof(ImplicitStep), (a, b, s, dt) => (s + dt / Inertia * a) / (1 + dt / Inertia * Softplus(b))),
        ["capacitance that may be zero"] = (
            typeof(Quotient),
            (a, b, s, dt) => SemiImplicitEuler.Instance.Step(_ => new(Softplus(b), a, Vanishing + LeastCapacitance), s, dt)),
        ["riccati flow"] = (typeof(RiccatiFlow), (a, b, s, dt) => Flow(s, dt, Sigmoid(a), 0.1f + Softplus(b), 2 * b + a, Tanh(a - b))),
        ["lerp"] = (typeof(Lerp), (a, b, s, _) => s + Sigmoid(a) * (b - s)),
        ["lerp, turned round"] = (typeof(Lerp), (a, b, s, _) => (b - s) * Sigmoid(a) + s),
        ["lerp by a difference"] = (typeof(Lerp), (a, b, s, _) => s - Sigmoid(a) * (s - b)),
        ["lerp as a mean"] = (typeof(Lerp), (a, b, s, _) => (1 - Sigmoid(a)) * s + Sigmoid(a) * b),
        ["lerp by the timespan"] = (typeof(Lerp), (a, b, s, dt) => Lerp(s, b + a, Sigmoid(dt))),
        ["timed affine"] = (
            typeof(TimedAffine), (a, b, s, dt) => Tanh(dt * Affine(SlopeBias, Slope, s) + Affine(StartBias, Start, s)) + 0 * (a + b)),
        ["timed affine, turned round"] = (
            typeof(TimedAffine), (a, b, s, dt) => Tanh(Affine(Start, s) + StartBias + (SlopeBias + Affine(Slope, s)) * dt) + 0 * (a + b)),
        ["timed affine backwards"] = (
            typeof(TimedAffine), (a, b, s, dt) => Tanh(-dt * Affine(SlopeBias, Slope, s) + Affine(StartBias, Start, s)) + 0 * (a + b)),
        ["timed affine by a difference"] = (
            typeof(TimedAffine), (a, b, s, dt) => Tanh(Affine(StartBias, Start, s) - Affine(SlopeBias, Slope, s) * dt) + 0 * (a + b)),
        ["addends"] = (
            typeof(Affine), (a, b, s, dt) => Tanh(a + Affine(Start, s) + 0.5f + (b + Affine(StartBias, Slope, s + b)) + Tanh(dt))),
    };

    public static TheoryData<string> Names { get; } = new(Definitions.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fusion_is_its_definition_for_operands_of_every_form_and_for_any_timespan(string name)
    {
        for (var left = 0; left < Forms; left++)
        {
            for (var right = 0; right < Forms; right++)
            {
                var (a, b) = (Operand(left, "x"), Operand(right, "y"));
                var cell = new FormulaCell(
                    Rows, Rows, (input, state, timespan) =>
                        Definitions[name].Write(a(input, state, timespan), b(input, state, timespan), state, timespan));
                ShouldAgree(cell);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fusion_takes_place_where_its_operands_change_with_the_state(string name)
    {
        var (fused, write) = Definitions[name];
        var (weights, other) = (Parameter.Orthogonal("U", Rows, 1), Parameter.Orthogonal("T", Rows, 2));
        var circuit = new FormulaCell(Rows, Rows, (_, state, timespan) =>
            write(Tanh(Affine(weights, state)), Tanh(Affine(other, state)), state, timespan)).Step;
        circuit.Operators.Should().Contain(operation => operation.GetType() == fused);
        if (fused != typeof(Quotient))
            circuit.Operators.Should().NotContain(operation => operation is Quotient && operation.Tempo == Tempo.Unfold);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_riccati_cell_moves_in_one_pass(int units)
    {
        var cell = new RiccatiCell(inputSize: 3, units, seed: 1);
        cell.Step.Operators.Should().ContainSingle(operation => operation.Tempo == Tempo.Unfold).Which.Should().BeOfType<RiccatiFlow>();
    }

    /// <summary>Nobody asks for the adjoint of an input or a timespan in training, only in other tests.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_operand_may_be_what_has_no_adjoint_in_training(int form)
    {
        var weights = Parameter.Orthogonal("U", 1, 1);
        var cell = new FormulaCell(1, 1, (input, state, timespan) =>
        {
            var a = Tanh(Affine(weights, state));
            return form switch
            {
                0 => Flow(state, timespan, Sigmoid(a), 0.1f + Softplus(a), a, input),
                1 => Flow(state, timespan, Sigmoid(a), 0.1f + Softplus(a), input, Tanh(a)),
                2 => Flow(input, timespan, Sigmoid(a), 0.1f + Softplus(a), a, Tanh(a)),
                3 => (state + timespan * timespan) / (1 + timespan * Softplus(a)),
                _ => (state + timespan * a) / (1 + timespan * timespan),
            };
        }).With(UnfoldPolicy.ByStepLength(0.3f, maxCount: 4));
        var episode = cell.EpisodeFor(seed: 3, batch: 2, steps: 3);
        var expected = cell.Run(episode).ParameterGradients[0][0];
        var (model, gradients) = (cell.ModelOf(), new GradientSet(cell.Parameters));
        var shard = new EpisodeShard(episode, new RunResult(episode, 1, [1]), first: 0, lanes: 8);
        var tape = new Tape(model, model.Logits, lanes: 8);
        tape.Begin(shard, TapeMemory.Everything);
        shard.WriteInitialState(tape.InitialState);
        tape.Forward(shard, shard);

        tape.Reverse(shard, gradients, withInputs: false);

        gradients[0][0].Should().Be((float)expected);
    }

    [Fact]
    public void Addends_in_any_order_are_added_by_their_tempo()
    {
        var (own, recurrent) = (Parameter.Glorot("own", 3, Rows, 1), Parameter.Orthogonal("recurrent", Rows, 1));
        var written = new FormulaCell(3, Rows, (input, state, _) => Tanh(Affine(StartBias, (input, own), (state, recurrent))));
        Func<Signal, Signal, Signal>[] sums =
        [
            (input, state) => Affine(own, input) + Affine(recurrent, state) + StartBias,
            (input, state) => StartBias + (Affine(recurrent, state) + Affine(own, input)),
            (input, state) => Affine(StartBias, recurrent, state) + Affine(own, input),
            (input, state) => Affine(StartBias, (state, recurrent), (input, own)),
            (input, state) => Affine(Affine(StartBias, own, input), recurrent, state),
        ];
        foreach (var sum in sums)
        {
            var cell = new FormulaCell(3, Rows, (input, state, _) => Tanh(sum(input, state)));
            TypesOf(cell).Should().Equal(TypesOf(written));
            var episode = cell.EpisodeFor(seed: 1, batch: 2, steps: 3);
            cell.Run(episode).States.Should().Equal(written.Run(episode).States);
        }

        static IEnumerable<(Type, Tempo)> TypesOf(FormulaCell cell) =>
            cell.Step.Operators.Select(operation => (operation.GetType(), operation.Tempo));
    }

    [Fact]
    public void What_is_read_twice_is_not_computed_twice()
    {
        var circuit = new FormulaCell(Rows, Rows, (_, state, timespan) =>
        {
            var (start, slope) = (Affine(StartBias, Start, state), Affine(SlopeBias, Slope, state));
            return Tanh(timespan * slope + start) + Sigmoid(start) * Sigmoid(slope);
        }).Step;
        circuit.Operators.OfType<TimedAffine>().Should().BeEmpty();
        circuit.Operators.OfType<Affine>().Should().HaveCount(2);
    }

    [Fact]
    public void A_mean_by_what_may_exceed_one_stays_as_it_is_written()
    {
        var cell = new FormulaCell(Rows, Rows, (input, state, timespan) => Tanh((1 - timespan) * state + timespan * Tanh(state)));
        cell.Step.Operators.OfType<Lerp>().Should().BeEmpty("where the amount is huge, the other form loses all digits");
    }

    [Fact]
    public void Arithmetic_with_a_number_that_is_a_signal_costs_no_more_than_with_a_number()
    {
        var circuit = new FormulaCell(Rows, Rows, (input, state, _) =>
            Tanh(Constant(1) * state) + Constant(2) * input * Constant(1) + Constant(0.5f)).Step;
        circuit.Operators.Select(operation => operation.GetType()).Should()
            .BeEquivalentTo([typeof(Elementwise<Tanh>), typeof(Scale), typeof(Sum), typeof(Shift)]);
    }

    [Fact]
    public void A_sum_whose_addend_depends_on_its_partner_stands_beside_the_pair()
    {
        var (weight, reversal) = (Parameter.Positive("w", Rows, 0.5f), Parameter.Uniform("erev", Rows, -1, 1, 1));
        var (midpoint, steepness) = (Parameter.Uniform("mu", Rows, -1, 1, 1), Parameter.Uniform("sigma", Rows, 1, 3, 1));
        var cell = new FormulaCell(Rows, Rows, (input, state, _) =>
        {
            var conductance = input + SynapticSum(state, [4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5], weight, midpoint, steepness);
            return Tanh(
                Tanh(conductance) + SynapticSum(state, [4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5], weight * reversal, midpoint, steepness));
        });
        cell.Step.Operators.OfType<SynapticPair>().Should().ContainSingle();
        ShouldAgree(cell);
    }

    [Fact]
    public void Sums_over_other_synapses_of_the_same_sources_stay_apart()
    {
        var (weight, other) = (Parameter.Positive("w", Rows, 0.5f), Parameter.Uniform("v", Rows, -1, 1, 1));
        var cell = new FormulaCell(Rows, Rows, (_, state, _) => Tanh(
            SynapticSum(state, [4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5], weight, other, other)
            + SynapticSum(state, [4, 3, 2, 1, 0], [0, 0, 2, 3, 5, 5], weight, other, other)));
        cell.Step.Operators.OfType<SynapticPair>().Should().HaveCount(2);
        ShouldAgree(cell);
    }

    [Fact]
    public void Pairs_that_are_added_to_each_other_in_turn_are_computed_one_by_one()
    {
        var (first, second) = (Synapses("first", seed: 1), Synapses("second", seed: 2));
        var cell = new FormulaCell(Rows, Rows, (input, state, timespan) =>
            (state + timespan * (input + first(state, true) + second(state, true)))
            / (1 + timespan * (Softplus(input) + second(state, false) + first(state, false))));
        cell.Step.Operators.OfType<SynapticPair>().Should().HaveCount(2);
        ShouldAgree(cell);
    }

    [Fact]
    public void Synapses_that_do_not_fit_are_refused()
    {
        var (three, state) = (Parameter.Vector("p", 3), Placeholder.State(2));
        Invoking([0, 1], [0, 2]).Should().Throw<ArgumentException>().WithMessage("*2 synapses*3 weights*");
        Invoking([0, 1, 2], [0, 3]).Should().Throw<ArgumentException>().WithMessage("*row 2*2 rows*");
        Invoking([0, 1, 1], [0, 2]).Should().Throw<ArgumentException>().WithMessage("*from 0 to*3*");
        Invoking([0, 1, 1], [0, 2, 1, 3]).Should().Throw<ArgumentException>().WithMessage("*target 1*");
        new FormulaCell(3, 1, (input, s, _) => SynapticSum(s, [0, 0, 0], [0, 3], input, three, three)).Invoking(cell => cell.Step)
            .Should().Throw<InvalidOperationException>().WithMessage("*parameters alone*");

        Action Invoking(int[] sources, int[] starts) => () => SynapticSum(state, sources, starts, three, three, three);
    }

    /// <summary>The exact flow of a Riccati equation, as <see cref="RiccatiCell"/> writes it.</summary>
    static Signal Flow(Signal state, Signal timespan, Signal speed, Signal decay, Signal curvature, Signal target)
    {
        var (bend, sign) = (Abs(curvature), Clamp(1e30f * curvature, -1, 1));
        var root = Sqrt(0.25f * decay * decay + bend * (decay + bend) * (1 - sign * target));
        var k = Tanh(timespan * speed * root) / root;
        var (half, bent) = (0.5f * k * decay, k * bend);
        return ((1 - half) * state + 2 * half * target + bent * (target - state)) / (1 + half + bent * (1 - sign * state));
    }

    /// <summary>The conductances of a table of synapses from a source, or their currents.</summary>
    static Func<Signal, bool, Signal> Synapses(string name, int seed)
    {
        var (weight, reversal) = (Parameter.Positive($"{name}w", Rows, 0.5f), Parameter.Uniform($"{name}erev", Rows, -1, 1, seed));
        var midpoint = Parameter.Uniform($"{name}mu", Rows, -1, 1, seed);
        var steepness = Parameter.Uniform($"{name}sigma", Rows, 1, 3, seed);
        return (source, isCurrent) => SynapticSum(
            source, [4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5], isCurrent ? weight * reversal : weight, midpoint, steepness);
    }

    static void ShouldAgree(FormulaCell cell)
    {
        var episode = cell.EpisodeFor(seed: 3, batch: 4, steps: 2) with { Timespans = Timespans };
        Compare(episode);
        foreach (var timespan in Timespans.Distinct())
            Compare(episode with { Timespans = Array.ConvertAll(Timespans, _ => timespan) });

        void Compare(Episode timed)
        {
            var expected = new ReferenceRun(cell).On(timed);
            foreach (var lanes in LaneCounts)
                cell.Run(timed, lanes: lanes).ShouldAgreeWith(expected, cell.Parameters);
        }
    }

    /// <summary>
    /// An operand per neuron, one number for all, per sample, one number per sample, of the state, and one row of the state.
    /// </summary>
    static Func<Signal, Signal, Signal, Signal> Operand(int form, string name)
    {
        var (vector, scalar) =
            (Parameter.Uniform(name + " vector", Rows, -1, 1, seed: 2), Parameter.Uniform(name + " scalar", 1, -1, 1, seed: 2));
        return form switch
        {
            0 => (_, _, _) => vector,
            1 => (_, _, _) => scalar,
            2 => (input, _, _) => input,
            3 => (_, _, timespan) => Sigmoid(timespan),
            4 => (_, state, _) => Tanh(state),
            _ => (_, state, _) => Slice(state, 2, 1),
        };
    }
}
