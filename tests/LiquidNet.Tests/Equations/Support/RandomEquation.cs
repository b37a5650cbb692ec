using LiquidNet.Equations;
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
        var terms = pool.Select((signal, index) => (signal, Matrix($"{name}.final {index}", signal.Rows, rows))).ToArray();
        return Tanh(Affine(Vector(name + ".bias", rows), terms));
    }

    Signal Next(Random random, List<Signal> pool, string name)
    {
        var x = pool[random.Next(pool.Count)];
        return random.Next(26) switch
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
            13 => Slice(Concatenate(x, pool[random.Next(pool.Count)]), 1, x.Rows),
            14 => Affine(random.Next(2) == 0 ? null : Vector(name + ".b", 3), Matrix(name, x.Rows, 3), x),
            15 => Lerp(x, Cosized(random, pool, x), Sigmoid(Partner(random, pool, x, mayBeLonger: false))),
            16 => Step(random, pool, x),
            17 => Timed(random, pool, x, name),
            18 => OneMinusExp(Softplus(x)),
            19 => Tanh(Total(
                random, [Affine(Matrix(name, x.Rows, 3), x), Vector(name + ".b", 3), .. pool.Where(signal => signal.Rows is 1 or 3)])),
            20 => x - Sigmoid(Partner(random, pool, x, mayBeLonger: false)) * (x - Cosized(random, pool, x)),
            21 => Constant(random.Next(1, 3)) * x,
            22 => SignalFunctions.Softmax(x),
            23 => SignalFunctions.Mean(x),
            _ => Synapses(random, pool, x, name),
        };
    }

    /// <summary>A semi-implicit step over one timespan, with and without a capacitance, in the ways in which it may be written.</summary>
    static Signal Step(Random random, List<Signal> pool, Signal x)
    {
        var (decay, drive) = (Softplus(Cosized(random, pool, x)), Tanh(Cosized(random, pool, x)));
        var timespan = Softplus(Partner(random, pool, x, mayBeLonger: false));
        Signal? capacitance = random.Next(2) == 0 ? null : 0.2f + Sigmoid(Partner(random, pool, x, mayBeLonger: false));
        return random.Next(2) == 0 || capacitance is null
            ? SemiImplicitEuler.Instance.Step(_ => new(decay, drive, capacitance), x, timespan)
            : (drive * timespan + x * capacitance) / (timespan * decay + capacitance);
    }

    Signal Timed(Random random, List<Signal> pool, Signal x, string name)
    {
        var timespan = pool.LastOrDefault(signal => signal.Rows == 1) ?? Slice(x, 0, 1);
        var start = Affine(Vector(name + ".b", 3), Matrix(name, x.Rows, 3), x);
        var slope = Affine(Matrix(name + ".V", x.Rows, 3), x) + Vector(name + ".c", 3);
        return random.Next(3) switch
        {
            0 => timespan * slope + start,
            1 => start + slope * -timespan,
            _ => start - timespan * slope,
        };
    }

    /// <summary>A sum in any order, from the left or from the right.</summary>
    static Signal Total(Random random, Signal[] signals)
    {
        random.Shuffle(signals);
        return random.Next(2) == 0
            ? signals.Aggregate((sum, next) => sum + next)
            : signals.Reverse().Aggregate((sum, next) => next + sum);
    }

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
        int[] starts = [0, random.Next(1, 4), random.Next(4, 6)];
        int[] sources = [.. Enumerable.Range(0, starts[^1]).Select(_ => random.Next(x.Rows))];
        Signal weights = Positive(name + ".w", sources.Length);
        var conductance = Sum(weights);
        var current = Sum(weights * Vector(name + ".erev", sources.Length));
        if (pool.FirstOrDefault(signal => signal.Rows == 2) is { } addend)
            (conductance, current) = (addend + conductance, current + (random.Next(2) == 0 ? addend : conductance));
        return random.Next(4) switch
        {
            0 => conductance,
            1 => current,
            _ => Concatenate(conductance, current),
        };

        Signal Sum(Signal weight) => SynapticSum(
            x, sources, starts, weight, Vector(name + ".mu", sources.Length), Vector(name + ".sigma", sources.Length));
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
