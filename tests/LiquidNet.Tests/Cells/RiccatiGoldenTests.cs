using LiquidNet.Cells;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Cells;

/// <summary>
/// States and gradients of one cell over irregular time, as three computations that share no line have them: a Taylor series of the
/// differential equation with fifty digits (the numbers below), Runge and Kutta's steps in double, and the closed form in double.
/// </summary>
public class RiccatiGoldenTests
{
    const int Inputs = 2;
    const int Units = 3;
    const float LeastDecay = 1f / 64;

    /// <summary>For derivatives that are differences of Runge and Kutta's steps over 2e-5.</summary>
    const double Differences = 1e-7;

    static readonly float[] Timespans = [0, 1e-30f, 1f / 8192, 0.25f, 3, 40, 0, 1e6f, 0.5f, 1e30f];

    static readonly double[] InitialState = [-1, 0.25, 1];

    /// <summary>[time x units].</summary>
    static readonly double[] States =
    [
        -1, 0.25, 1,
        -1, 0.25, 1,
        -0.9999976104748107, 0.25007046387717313, 0.9995732974115539,
        -0.9989919079030112, 0.12364472783600028, 0.9141708828478746,
        -0.981381452765554, 0.64627546542801, -0.5885052619219912,
        -0.7748369193306769, 0.019315206211780473, -0.6458558399852735,
        -0.7748369193306769, 0.019315206211780473, -0.6458558399852735,
        -0.8628533273958242, -0.3400144832323104, 0.07564070441652475,
        -0.8548470833133529, -0.015094331224022909, -0.3989346852927268,
        -0.8723510988053759, 0.7435441098855421, -0.9960021792526303,
    ];

    /// <summary>Of the sum of all states, those of step t weighted by t mod 3 + 1.</summary>
    static readonly double[] InitialStateGradient = [8.41263588922382, 6.4897175338987125, 7.211335141602978];

    static readonly double[] BiasGradient =
    [
        0.05478254528592607, 0.49040291763526267, -1.5333199693298412, -0.3552717433533858, -0.07105558907840205, -0.6319020534692501,
        0.3237926207446886, 1.1833033808833096, 0.1885508716565585, 2.6522628987523436, 6.170731429646916, 5.2432860552888165,
    ];

    static readonly double[] WeightGradient =
    [
        0.03520662469227018, -0.021066647773417504, 0.10047293797831082, -0.4835163849565698, -0.9318917820631436, 0.5823017049635595,
        0.34713011058996485, 0.14658796965734813, 0.2165805776480517, -0.016271586119290134, -0.4316143777059823, 0.22774924097881794,
        1.7963639264512947, 0.30239095580889247, -1.1524965985961364, -0.5797616608272005, 0.8264671782200832, -0.0005173232655748804,
        -2.6415324675298084, -1.4070637619263477, -3.999760892714118, -2.418038206552357, -5.831234734103646, -2.4677667822766565,
    ];

    [Fact]
    public void The_engine_agrees()
    {
        var cell = Cell();
        var run = OneRun.Of(cell, Readings(), InitialState, [.. Timespans.Select(timespan => (double)timespan)]);
        Tolerance.ShouldAgree(run.States, States, Tolerance.Outputs, "states");
        ShouldAgree(cell.Run(Episode()), cell, Tolerance.Outputs, Tolerance.Gradients);
    }

    [Fact]
    public void The_closed_form_in_double_agrees()
    {
        var cell = Cell();
        ShouldAgree(new ReferenceRun(cell).On(Episode()), cell, Tolerance.Double, Tolerance.Double);
    }

    [Fact]
    public void Runge_and_Kutta_agree()
    {
        var (weights, biases) = Values(Cell());
        Tolerance.ShouldAgree(Flow(weights, biases, InitialState), States, Tolerance.Double, "states");
        Tolerance.ShouldAgree(Slopes(biases, at => Flow(weights, at, InitialState)), BiasGradient, Differences, "biases");
        Tolerance.ShouldAgree(Slopes(weights, at => Flow(at, biases, InitialState)), WeightGradient, Differences, "weights");
        Tolerance.ShouldAgree(
            Slopes(InitialState, at => Flow(weights, biases, at)), InitialStateGradient, Differences, "initial state");
    }

    [Fact]
    public void Without_curvature_a_unit_decays_exponentially_to_its_target()
    {
        var cell = new RiccatiCell(1, 1);
        cell.Parameters["W_in"].Values.Clear();
        var biases = cell.Parameters["b_in"].Values;
        (biases[0], biases[1], biases[2], biases[3]) = (0.4f, -0.3f, 0, 0.8f);
        var rate = (cell.MinDecay + Math.Log(1 + Math.Exp(-0.3f))) / (1 + Math.Exp(-0.4f));
        var target = Math.Tanh(0.8f);
        foreach (var timespan in (float[])[0, 1e-30f, 1e-3f, 2, 1e6f])
        {
            var expected = target + (-0.5 - target) * Math.Exp(-rate * timespan);
            Tolerance.ShouldAgree(OneRun.Step(cell, [1], [-0.5], timespan), [expected], Tolerance.Outputs, $"after {timespan}");
        }
    }

    static void ShouldAgree(RunResult run, RiccatiCell cell, double values, double gradients)
    {
        Tolerance.ShouldAgree(run.States, States, values, "states");
        Tolerance.ShouldAgree(run.InitialStateGradient, InitialStateGradient, gradients, "initial state");
        Tolerance.ShouldAgree(run.ParameterGradients[IndexOf(cell, "b_in")], BiasGradient, gradients, "biases");
        Tolerance.ShouldAgree(run.ParameterGradients[IndexOf(cell, "W_in")], WeightGradient, gradients, "weights");
    }

    static int IndexOf(RiccatiCell cell, string name) => cell.Parameters.ToList().IndexOf(cell.Parameters[name]);

    /// <summary>Parameters of quarters and halves, which every computation holds exactly.</summary>
    static RiccatiCell Cell()
    {
        var cell = new RiccatiCell(Inputs, Units) { MinDecay = LeastDecay };
        var weights = cell.Parameters["W_in"].Values;
        var biases = cell.Parameters["b_in"].Values;
        for (var index = 0; index < weights.Length; index++)
            weights[index] = (7 * index % 11 - 5) / 4f;
        for (var index = 0; index < biases.Length; index++)
            biases[index] = (5 * index % 9 - 4) / 2f;
        return cell;
    }

    static (double[] Weights, double[] Biases) Values(RiccatiCell cell) =>
        (Array.ConvertAll(cell.Parameters["W_in"].Values.ToArray(), value => (double)value),
            Array.ConvertAll(cell.Parameters["b_in"].Values.ToArray(), value => (double)value));

    static double[] Readings() =>
    [
        .. Enumerable.Range(0, Timespans.Length).SelectMany(step => (double[])[(3 * step % 7 - 3) / 2.0 + 0.125, (5 * step % 8 - 4) / 4.0]),
    ];

    static Episode Episode() => new()
    {
        Batch = 1,
        Steps = Timespans.Length,
        Inputs = Readings(),
        Timespans = [.. Timespans.Select(timespan => (double)timespan)],
        InitialStates = InitialState,
        Cotangent = [.. Enumerable.Range(0, States.Length).Select(index => (double)Weight(index))],
    };

    static int Weight(int index) => index / Units % 3 + 1;

    static double[] Slopes(double[] at, Func<double[], double[]> states)
    {
        const double Step = 1e-5;
        return [.. Enumerable.Range(0, at.Length).Select(index => (Loss(index, Step) - Loss(index, -Step)) / (2 * Step))];

        double Loss(int index, double shift)
        {
            double[] moved = [.. at];
            moved[index] += shift;
            return states(moved).Select((state, place) => Weight(place) * state).Sum();
        }
    }

    /// <summary>The equation as the cell's documentation states it, unit by unit.</summary>
    static double[] Flow(double[] weights, double[] biases, double[] initialState)
    {
        var (readings, states) = (Readings(), new double[States.Length]);
        for (var unit = 0; unit < Units; unit++)
        {
            var x = initialState[unit];
            for (var step = 0; step < Timespans.Length; step++)
            {
                var eps = 1 / (1 + Math.Exp(-Coefficient(0)));
                var decay = LeastDecay + Math.Log(1 + Math.Exp(Coefficient(1)));
                var gamma = Coefficient(2);
                var alpha = (decay + Math.Abs(gamma)) * Math.Tanh(Coefficient(3));
                x = RungeKutta(x, eps * alpha, -eps * (decay + 2 * Math.Abs(gamma)), eps * gamma, Timespans[step]);
                states[step * Units + unit] = x;

                double Coefficient(int index)
                {
                    var row = index * Units + unit;
                    return biases[row] + weights[row * Inputs] * readings[step * Inputs]
                        + weights[row * Inputs + 1] * readings[step * Inputs + 1];
                }
            }
        }

        return states;
    }

    /// <summary>Steps of a 200th of the fastest time constant, until the time is up or nothing of where they began is left.</summary>
    static double RungeKutta(double x, double alpha, double beta, double gamma, double timespan)
    {
        const double Fineness = 200;
        const double Forgotten = 45;
        var fastest = Math.Abs(beta) + 2 * Math.Abs(gamma);
        var span = Math.Min(timespan, Forgotten / Math.Sqrt(beta * beta - 4 * alpha * gamma));
        var steps = (int)Math.Ceiling(Fineness * span * fastest);
        var h = span / Math.Max(1, steps);
        for (var step = 0; step < steps; step++)
        {
            var k1 = Slope(x);
            var k2 = Slope(x + h / 2 * k1);
            var k3 = Slope(x + h / 2 * k2);
            x += h / 6 * (k1 + 2 * k2 + 2 * k3 + Slope(x + h * k3));
        }

        return x;

        double Slope(double at) => alpha + beta * at + gamma * at * at;
    }
}
