using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Cells;

/// <summary>The cells of the LTC paper's comparison against their papers' formulas, in plain loops.</summary>
public class ComparisonCellTests
{
    const int Inputs = 3;
    const int Units = 4;

    static readonly double[] Input = [0.7, -1.2, 0.4];

    [Fact]
    public void The_ct_rnn_leaks_and_is_driven_by_tanh()
    {
        var cell = Scattered(new CtRnnCell(Inputs, Units, timeConstant: 1.5f) { Solver = Euler.Instance, Unfolds = 1 });
        var state = State(Units);
        var push = Sum(Values(cell, "b_hid"), Product(cell.Parameters["W_in"], Input), Product(cell.Parameters["W_hid"], state));
        var tau = cell.Parameters["tau"].GetEffectiveValues();
        ShouldStep(cell, state, 0.3, [.. state.Select((h, unit) => h + 0.3 * (-h / tau[unit] + Math.Tanh(push[unit])))]);
    }

    [Fact]
    public void The_neural_ode_moves_along_its_slope()
    {
        var cell = Scattered(new NeuralOdeCell(Inputs, Units) { Solver = Euler.Instance });
        var state = State(Units);
        var push = Sum(Values(cell, "b_hid"), Product(cell.Parameters["W_in"], Input), Product(cell.Parameters["W_hid"], state));
        ShouldStep(cell, state, 0.3, [.. state.Select((h, unit) => h + 0.3 * Math.Tanh(push[unit]))]);
    }

    [Fact]
    public void The_neural_ode_has_no_decay_for_exponential_euler() =>
        FluentActions.Invoking(() => new NeuralOdeCell(Inputs, Units) { Solver = ExponentialEuler.Instance })
            .Should().Throw<ArgumentException>().WithMessage("*decay*");

    [Fact]
    public void The_lstm_gates_its_memory()
    {
        var cell = Scattered(new LstmCell(Inputs, Units));
        var state = State(2 * Units);
        var (h, c) = (state[..Units], state[Units..]);
        var gates = Gates(cell, "gates", h);
        var memory = Enumerable.Range(0, Units)
            .Select(unit => Sigmoid(gates[2 * Units + unit]) * c[unit] + Sigmoid(gates[Units + unit]) * Math.Tanh(gates[unit])).ToArray();
        var output = memory.Select((value, unit) => Sigmoid(gates[3 * Units + unit]) * Math.Tanh(value)).ToArray();
        ShouldStep(cell, state, 0.3, [.. output, .. memory], output);
    }

    [Fact]
    public void The_lstm_begins_by_remembering() =>
        new LstmCell(Inputs, 2).Parameters["gates.b_hid"].Values.ToArray().Should().Equal(0, 0, 0, 0, 1, 1, 0, 0);

    [Fact]
    public void The_gru_resets_before_it_multiplies()
    {
        var cell = Scattered(new GruCell(Inputs, Units));
        var state = State(Units);
        var gates = Array.ConvertAll(Gates(cell, "gates", state), Sigmoid);
        var candidate = Gates(cell, "candidate", [.. state.Select((h, unit) => gates[unit] * h)]);
        var keep = gates[Units..];
        ShouldStep(cell, state, 0.3, [.. state.Select((h, unit) => keep[unit] * h + (1 - keep[unit]) * Math.Tanh(candidate[unit]))]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_ct_gru_stores_and_retrieves_at_chosen_speeds(int traces)
    {
        var cell = Scattered(new CtGruCell(Inputs, Units, traces: traces, shortestTimeConstant: 0.5f));
        var constants = Enumerable.Range(0, traces).Select(trace => 0.5 * Math.Pow(10, 0.5 * trace)).ToArray();
        var state = State(traces * Units);
        var decayed = state.Select((h, row) => h * Math.Exp(-0.3 / constants[row / Units])).ToArray();
        var hidden = Totals(decayed);
        var retrieval = Weights(Gates(cell, "retrieval", hidden), constants);
        var candidate = Gates(cell, "candidate", Totals([.. decayed.Zip(retrieval, (h, weight) => h * weight)]));
        var storage = Weights(Gates(cell, "storage", hidden), constants);
        var stored = decayed.Select((h, row) => (1 - storage[row]) * h + storage[row] * Math.Tanh(candidate[row % Units])).ToArray();
        ShouldStep(cell, state, 0.3, stored, Totals(stored));
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(-1e6f)]
    public void The_ct_gru_survives_scales_far_beyond_its_time_constants(float scale)
    {
        var cell = new CtGruCell(Inputs, Units);
        cell.Parameters["retrieval.b_hid"].Values.Fill(scale);
        cell.Parameters["storage.b_hid"].Values.Fill(scale);
        var stream = LiquidNetwork.Regressor(cell, outputs: 1).OpenStream();
        stream.Step([1, -1, 0.5f]);
        var chosen = scale < 0 ? 0 : 7;
        for (var row = 0; row < stream.State.Length; row++)
            (stream.State[row] != 0).Should().Be(row / Units == chosen, "all is stored in the nearest trace");
    }

    [Fact]
    public void Time_constants_of_the_ct_gru_are_half_a_decade_apart() =>
        new CtGruCell(Inputs, Units, traces: 3, shortestTimeConstant: 2)
            .TimeConstants.ToArray().Should().Equal(2, (float)(2 * Math.Sqrt(10)), 20);

    static double[] Gates(LiquidCell cell, string name, double[] state) => Sum(
        Values(cell, name + ".b_hid"), Product(cell.Parameters[name + ".W_in"], Input), Product(cell.Parameters[name + ".W_hid"], state));

    static double[] Weights(double[] scales, double[] constants)
    {
        var scores = constants.SelectMany(constant => scales.Select(scale => Math.Exp(-Math.Pow(scale - Math.Log(constant), 2)))).ToArray();
        var totals = Totals(scores);
        return [.. scores.Select((score, row) => score / totals[row % Units])];
    }

    static double[] Totals(double[] traces) =>
        [.. Enumerable.Range(0, Units).Select(unit => traces.Where((_, row) => row % Units == unit).Sum())];

    /// <summary>Expects a next state, and an output; where none is given, the state is the output.</summary>
    static void ShouldStep(LiquidCell cell, double[] state, double timespan, double[] expected, double[]? output = null)
    {
        var run = OneRun.Of(cell, Input, state, [timespan]);
        Tolerance.ShouldAgree(run.States, expected, Tolerance.Outputs, $"state of {cell.Name}");
        Tolerance.ShouldAgree(run.Outputs, output ?? expected, Tolerance.Outputs, $"output of {cell.Name}");
    }

    static LiquidCell Scattered(LiquidCell cell)
    {
        var random = new Random(1);
        foreach (var parameter in cell.Parameters)
        {
            foreach (ref var value in parameter.Values)
                value += random.NextSingle() - 0.5f;
        }

        return cell;
    }

    static double[] State(int size) => [.. Enumerable.Range(1, size).Select(row => Math.Sin(3 * row))];

    static double[] Values(LiquidCell cell, string name) =>
        Array.ConvertAll(cell.Parameters[name].Values.ToArray(), value => (double)value);

    static double[] Product(Parameter weights, double[] x)
    {
        var columns = weights.Values.ToArray().Chunk(weights.Rows);
        return [.. columns.Select(column => column.Zip(x, (weight, value) => weight * value).Sum())];
    }

    static double[] Sum(params double[][] terms) => [.. Enumerable.Range(0, terms[0].Length).Select(row => terms.Sum(term => term[row]))];

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
