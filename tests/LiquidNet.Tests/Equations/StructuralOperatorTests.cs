using LiquidNet.Equations;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Equations;

/// <summary>Operators that gather rows: products with matrices, concatenations, slices, synapses.</summary>
public class StructuralOperatorTests
{
    static readonly int[] LaneCounts = [1, 8, 16];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(9, 4)]
    [InlineData(17, 23)]
    public void A_product_is_split_by_tempo_and_adds_up(int inputs, int units)
    {
        var (own, recurrent) = (Parameter.Glorot("W", inputs, units, 1), Parameter.Glorot("U", units, units, 1));
        var bias = Parameter.Uniform("b", units, -1, 1, 1);
        ShouldAgree(new FormulaCell(inputs, units, (input, state, _) => Tanh(Affine(bias, (input, own), (state, recurrent)))));
        ShouldAgree(new FormulaCell(inputs, units, (input, state, _) => Tanh(Affine(own, input) + Affine(recurrent, state))));
        ShouldAgree(new FormulaCell(inputs, units, (input, state, _) => Tanh(Affine(state, own, input))));
        ShouldAgree(new FormulaCell(
            inputs, units, (input, state, timespan) => Tanh(Affine(bias * timespan, recurrent, state) + Affine(own, input))));
    }

    [Fact]
    public void One_matrix_multiplies_a_concatenation_part_by_part()
    {
        var weights = Parameter.Glorot("W", 8, 4, 1);
        ShouldAgree(new FormulaCell(3, 4, (input, state, timespan) => Tanh(Affine(weights, Concatenate(input, timespan, Sigmoid(state))))));
    }

    [Fact]
    public void An_affine_map_moves_with_time_whatever_the_time_is()
    {
        var (start, slope) = (Map("start"), Map("slope"));
        Func<Signal, Signal, Signal, Signal>[] times =
        [
            (_, _, timespan) => timespan, (_, _, timespan) => -0.5f * timespan, (_, _, timespan) => Tanh(timespan),
            (input, _, timespan) => timespan * Slice(input, 0, 1), (_, state, _) => Slice(state, 1, 1),
        ];
        foreach (var time in times)
        {
            ShouldAgree(new FormulaCell(3, 4, (input, state, timespan) =>
                Tanh(time(input, state, timespan) * slope(Concatenate(input, state)) + start(Concatenate(input, state)))));
        }

        static Func<Signal, Signal> Map(string name)
        {
            var (bias, weights) = (Parameter.Uniform(name + ".b", 4, -1, 1, 1), Parameter.Glorot(name + ".W", 7, 4, 1));
            return x => Affine(bias, weights, x);
        }
    }

    [Fact]
    public void The_gradient_of_a_matrix_used_twice_is_the_sum()
    {
        var weights = Parameter.Glorot("W", 4, 4, 1);
        ShouldAgree(
            new FormulaCell(4, 4, (input, state, _) => Tanh(Affine(weights, Tanh(Affine(weights, state))) + Affine(weights, input))));
    }

    [Fact]
    public void Concatenations_hold_parts_of_every_tempo_and_the_same_part_twice()
    {
        var parameter = Parameter.Uniform("p", 2, -1, 1, 1);
        var weights = Parameter.Glorot("W", 2, 2, 1);
        ShouldAgree(new FormulaCell(2, 14, (input, state, timespan) =>
        {
            var (operation, product) = (Tanh(input), Affine(weights, Slice(state, 1, 2)));
            return Sigmoid(Concatenate(operation, parameter, product, operation, input, Slice(state, 3, 3), timespan));
        }));
    }

    [Fact]
    public void Rows_become_probabilities_of_every_sample()
    {
        var constants = Parameter.Uniform("p", 5, -1, 1, 1);
        ShouldAgree(new FormulaCell(
            3, 5, (input, state, _) => SignalFunctions.Softmax(4 * state + SignalFunctions.Softmax(constants) + Slice(input, 0, 1))));
        ShouldAgree(new FormulaCell(1, 1, (input, state, _) => SignalFunctions.Softmax(input) * state));
        ShouldAgree(new FormulaCell(3, 4, (input, state, _) => Tanh(state + Slice(input, 1, 1)), SignalFunctions.Softmax, outputSize: 4));
    }

    [Fact]
    public void Rows_have_a_mean_in_every_sample_and_may_be_normalised_by_it()
    {
        var constants = Parameter.Uniform("p", 5, -1, 1, 1);
        ShouldAgree(new FormulaCell(
            3, 5, (input, state, _) => Tanh(state * Mean(input) + Mean(constants) - Mean(Tanh(state)) + Mean(Slice(input, 0, 1)))));
        ShouldAgree(new FormulaCell(5, 5, (input, state, _) => LayerNorm(input) * constants + 0.5f * LayerNorm(Tanh(state))));
        ShouldAgree(new FormulaCell(3, 4, (input, state, _) => Tanh(state + Slice(input, 1, 1)), Mean, outputSize: 1));
    }

    [Fact]
    public void Concatenations_within_concatenations_keep_their_order()
    {
        ShouldAgree(new FormulaCell(2, 6, (input, state, _) =>
        {
            var inner = Concatenate(Tanh(input), Sigmoid(Slice(state, 0, 2)));
            return Concatenate(inner, Slice(inner, 1, 2)) - 0.5f * state;
        }));
    }

    [Fact]
    public void The_next_state_may_be_a_concatenation_or_a_mere_copy()
    {
        var weights = Parameter.Glorot("W", 5, 2, 1);
        ShouldAgree(new FormulaCell(2, 4, (input, state, _) => Concatenate(Slice(state, 2, 2), Tanh(Slice(state, 0, 2) + input))));
        ShouldAgree(new FormulaCell(4, 4, (input, _, _) => input));
        ShouldAgree(new FormulaCell(4, 4, (input, state, _) => Slice(Concatenate(Tanh(input), Tanh(state)), 2, 4)));
        ShouldAgree(new FormulaCell(4, 4, (input, _, _) => Tanh(input)));
        ShouldAgree(new FormulaCell(4, 4, (_, state, _) => state));
        ShouldAgree(new FormulaCell(3, 2, (input, state, _) => Affine(weights, Concatenate(input, state))));
    }

    [Fact]
    public void A_slice_may_reach_over_the_border_of_two_parts()
    {
        ShouldAgree(new FormulaCell(3, 3, (input, state, _) =>
        {
            var whole = Concatenate(Tanh(input), Tanh(state), Sigmoid(input));
            return Slice(whole, 2, 3) * Slice(whole, 4, 3) + Slice(whole, 5, 1);
        }));
    }

    [Fact]
    public void Slices_of_parameters_and_of_constants_find_their_gradient()
    {
        var (plain, positive) = (Parameter.Uniform("p", 6, -1, 1, 1), Parameter.Positive("q", 6, 0.8f));
        ShouldAgree(new FormulaCell(3, 3, (input, state, _) =>
            Tanh(Slice(plain, 1, 3) * input + Slice(positive, 2, 3) * state + Slice(Tanh(plain) * positive, 0, 3) + Slice(plain, 5, 1))));
    }

    [Fact]
    public void Outputs_are_equations_too()
    {
        var (weights, gain) = (Parameter.Glorot("W", 4, 2, 1), Parameter.Positive("gain", 2, 1));
        ShouldAgree(new FormulaCell(
            4, 4, (input, state, _) => Tanh(input + state), state =>
                gain * Affine(weights, Tanh(state)) + Slice(state, 1, 2), outputSize: 2));
        ShouldAgree(new FormulaCell(4, 4, (input, state, _) => Tanh(input + state), state => Slice(state, 1, 2), outputSize: 2));
        ShouldAgree(new FormulaCell(4, 4, (input, state, _) => Tanh(input + state), state => Affine(weights, state), outputSize: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Synapses_of_inputs_and_of_states_sum_up(int sources)
    {
        int[] starts = [0, 3, 3, 5, 9];
        int[] rows = [.. Enumerable.Range(0, 9).Select(synapse => synapse * 5 % sources)];
        var (ofInput, ofState) = (Synapses("sensory"), Synapses("inner"));
        var (leak, potential) = (Parameter.Positive("leak", 4, 0.4f), Parameter.Uniform("potential", 4, -1, 1, 1));
        ShouldAgree(new FormulaCell(sources, 4, (input, state, timespan) =>
        {
            var ((conductance, current), (ofInputs, inputCurrent)) = (ofState(Slice(state, 0, sources)), ofInput(input));
            return Move(conductance + ofInputs, inputCurrent + current, state, timespan);
        }));
        ShouldAgree(new FormulaCell(sources, 4, (input, state, timespan) =>
        {
            var ((conductance, current), (ofInputs, inputCurrent)) = (ofState(Slice(state, 0, sources)), ofInput(input));
            return Move(leak + (conductance + ofInputs), leak * potential + inputCurrent + current, state, timespan);
        }));
        ShouldAgree(new FormulaCell(sources, 4, (input, state, timespan) => Move(leak, ofInput(input).Current, state, timespan)));
        ShouldAgree(
            new FormulaCell(sources, 4, (input, state, timespan) => Move(ofInput(potential).Conductance, Constant(1), state, timespan)));

        static Signal Move(Signal decay, Signal drive, Signal state, Signal timespan) =>
            (state + timespan * drive) / (1 + timespan * decay);

        Func<Signal, (Signal Conductance, Signal Current)> Synapses(string name)
        {
            var (weight, reversal) = (Parameter.Positive(name + ".w", 9, 0.5f), Parameter.Uniform(name + ".erev", 9, -1, 1, 1));
            var (midpoint, steepness) = (Parameter.Uniform(name + ".mu", 9, 0.3f, 0.8f, 1), Parameter.Uniform(name + ".sigma", 9, 3, 8, 1));
            return source => (
                SynapticSum(source, rows, starts, weight, midpoint, steepness),
                SynapticSum(source, rows, starts, weight * reversal, midpoint, steepness));
        }
    }

    static void ShouldAgree(FormulaCell cell)
    {
        foreach (var unfolds in (int[])[1, 3])
        {
            var unfolded = cell.With(unfolds);
            var episode = unfolded.EpisodeFor(seed: 5, batch: 3, steps: 4);
            foreach (var timed in (Episode[])[episode, episode.WithEqualTimespans()])
            {
                var expected = new ReferenceRun(unfolded).On(timed);
                foreach (var lanes in LaneCounts)
                    unfolded.Run(timed, lanes: lanes).ShouldAgreeWith(expected, unfolded.Parameters);
            }
        }
    }
}
