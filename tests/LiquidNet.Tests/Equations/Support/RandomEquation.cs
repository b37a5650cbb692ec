using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>Draws equations of all operators in all arrangements; the same seed draws the same.</summary>
sealed class RandomEquation
{
    const int Operations = 14;

    static readonly FunctionCase[] Smooth = [.. FunctionCases.All.Where(function => function.IsSmooth)];

    readonly int seed;
    readonly Dictionary<string, Parameter> parameters = [];

    public RandomEquation(int seed)
    {
        this.seed = seed;
        var random = new Random(seed);
        var (inputs, states, outputs) = (random.Next(1, 6), random.Next(1, 7), random.Next(1, 4));
        UnfoldPolicy unfolds = random.Next(3) switch { 0 => 1, 1 => 3, _ => UnfoldPolicy.ByStepLength(0.3f, 4) };
        Cell = new FormulaCell(
            inputs, states,
            (input, state, timespan) => Move(state, Draw("next", states, [input, state, timespan]), unfolds.IsFixed ? null : timespan),
            state => Draw("output", outputs, [state]), outputs)
        {
            Unfolds = unfolds,
        };
    }

    public FormulaCell Cell { get; }

    /// <summary>Where the number of unfolds adapts to the timespan, a timespan of zero has to keep the state.</summary>
    static Signal Move(Signal state, Signal drawn, Signal? timespan) =>
        timespan is null ? 0.3f * state + 0.3f * drawn : state + timespan * (drawn - state);

    Signal Draw(string name, int rows, Signal[] given)
    {
        var random = new Random(seed + name.Length);
        var pool = new List<Signal>(given);
        for (var operation = 0; operation < Operations; operation++)
            pool.Add(Next(random, pool, $"{name}.{operation}"));
        var terms = pool.Where(signal => signal.Tempo != Tempo.Constant)
            .Select((signal, index) => (Whole(signal), Matrix($"{name}.final {index}", signal.Rows, rows))).ToArray();
        return Tanh(Affine(Vector(name + ".bias", rows), terms));
    }

    Signal Next(Random random, List<Signal> pool, string name)
    {
        var x = pool[random.Next(pool.Count)];
        return random.Next(21) switch
        {
            < 5 => Smooth[random.Next(Smooth.Length)].Equation(x),
            5 => Vector(name, x.Rows),
            6 => Positive(name, random.Next(2) == 0 ? 1 : x.Rows),
            7 => x + Partner(random, pool, x),
            8 => Partner(random, pool, x) - x,
            9 => Tanh(x) * Partner(random, pool, x),
            10 => Tanh(Partner(random, pool, x)) / (1 + Softplus(x)),
            11 => Concatenate(x, pool[random.Next(pool.Count)], x),
            12 => Slice(x, x.Rows / 2, x.Rows - x.Rows / 2),
            13 => new Slice(Concatenate(x, pool[random.Next(pool.Count)]), 1, x.Rows),
            14 when x.Tempo != Tempo.Constant => Affine(random.Next(2) == 0 ? null : Vector(name + ".b", 3), Matrix(name, x.Rows, 3), Whole(x)),
            15 => Lerp(x, Cosized(random, pool, x), Sigmoid(Partner(random, pool, x, mayBeLonger: false))),
            16 => SemiImplicitEuler.Instance.Step(
                at => new(Softplus(Cosized(random, pool, at)), Tanh(Cosized(random, pool, at))), x,
                Softplus(Partner(random, pool, x, mayBeLonger: false))),
            17 when x.Tempo != Tempo.Constant => TimedAffine(
                pool.LastOrDefault(signal => signal.Rows == 1) ?? Slice(x, 0, 1),
                (Vector(name + ".b", 3), Matrix(name, x.Rows, 3)), (Vector(name + ".c", 3), Matrix(name + ".V", x.Rows, 3)), Whole(x)),
            19 => SignalFunctions.Softmax(x),
            18 => OneMinusExp(Softplus(x)),
            _ => Synapses(random, pool, x, name),
        };
    }

    /// <summary>A matrix cannot multiply a concatenation with parts that are constant.</summary>
    static Signal Whole(Signal signal) =>
        signal is Concatenation whole && whole.Sources.ToArray().Any(part => part.Tempo == Tempo.Constant) ? signal + 0.1f : signal;

    static Signal Partner(Random random, List<Signal> pool, Signal x, bool mayBeLonger = true)
    {
        var fitting = pool.Where(signal => signal.Rows == x.Rows || signal.Rows == 1 || (x.Rows == 1 && mayBeLonger)).ToArray();
        return fitting.Length == 0 ? x : fitting[random.Next(fitting.Length)];
    }

    static Signal Cosized(Random random, List<Signal> pool, Signal x)
    {
        var fitting = pool.Where(signal => signal.Rows == x.Rows).ToArray();
        return fitting[random.Next(fitting.Length)];
    }

    Signal Synapses(Random random, List<Signal> pool, Signal x, string name)
    {
        if (x.Tempo == Tempo.Constant)
            return LecunTanh(x);
        int[] starts = [0, random.Next(1, 4), random.Next(4, 6)];
        int[] sources = [.. Enumerable.Range(0, starts[^1]).Select(_ => random.Next(x.Rows))];
        return new SynapticSum(
            x, Positive(name + ".w", sources.Length), Vector(name + ".mu", sources.Length), Vector(name + ".sigma", sources.Length),
            Vector(name + ".erev", sources.Length), sources, starts, pool.FirstOrDefault(signal => signal.Rows == 4 && random.Next(2) == 0));
    }

    Parameter Vector(string name, int rows) => Once(name, () => Parameter.Uniform(name, rows, -1, 1, seed));

    Parameter Positive(string name, int rows) => Once(name, () => Parameter.Positive(name, rows, 0.7f));

    Parameter Matrix(string name, int rows, int columns) => Once(name, () => Parameter.Glorot(name, rows, columns, seed));

    Parameter Once(string name, Func<Parameter> create)
    {
        if (!parameters.TryGetValue(name, out var parameter))
            parameters.Add(name, parameter = create());
        return parameter;
    }
}
