using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Solvers;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>Runs a model over an episode in double precision, sample by sample, and finds every derivative exactly.</summary>
sealed class ReferenceRun
{
    readonly ReferenceInterpreter next;
    readonly ReferenceInterpreter output;
    readonly UnfoldPolicy unfolds;
    readonly int outputSize;
    readonly ParameterSet parameters;

    public ReferenceRun(CompiledModel model, ParameterSet parameters)
        : this(model.Step.Equation, model.Logits.Equation, model.Unfolds, parameters)
    {
    }

    /// <summary>Takes a cell's equation as it is written, not compiled.</summary>
    public ReferenceRun(LiquidCell cell)
        : this(
            cell.Next(Placeholder.Input(cell.InputSize), Placeholder.State(cell.StateSize), Placeholder.Timespan()),
            cell.Output(Placeholder.State(cell.StateSize)), cell.Unfolds, cell.Parameters)
    {
    }

    public ReferenceRun(Signal next, Signal output, UnfoldPolicy unfolds, ParameterSet parameters)
    {
        this.next = new ReferenceInterpreter(next);
        this.output = new ReferenceInterpreter(output);
        this.unfolds = unfolds;
        this.parameters = parameters;
        outputSize = output.Rows;
        Values = [.. parameters.Select(parameter => Array.ConvertAll(parameter.Values.ToArray(), value => (double)value))];
    }

    /// <summary>The raw values of the parameters; what the parameters hold, unless more exact ones are given.</summary>
    public IReadOnlyList<double[]> Values { get; init; }

    /// <summary>Which random numbers dropout takes; null switches it off.</summary>
    public ulong? DropoutPass { get; init; }

    /// <summary>Whether derivatives are wanted.</summary>
    public bool Differentiates { get; init; } = true;

    public RunResult On(Episode episode)
    {
        var result = new RunResult(episode, outputSize, Values.Select(values => values.Length));
        var trace = new Trace();
        for (var sample = 0; sample < episode.Batch; sample++)
        {
            trace.Clear();
            RunSample(episode, sample, trace, result);
        }

        return result;
    }

    void RunSample(Episode episode, int sample, Trace trace, RunResult result)
    {
        var variables = Values.Select(values => Begin(trace, values)).ToArray();
        var byParameter = parameters.Zip(variables).ToDictionary(pair => pair.First, pair => pair.Second);
        var initial = Begin(trace, episode.InitialState(sample));
        var timespans = Begin(trace, Enumerable.Range(0, episode.Steps).Select(step => episode.Timespan(sample, step)));
        var inputs = Enumerable.Range(0, episode.Steps).Select(step => Begin(trace, episode.Input(sample, step))).ToArray();
        var state = initial;
        var losses = new List<(Traced, double)>();
        for (var step = 0; step < episode.Steps; step++)
        {
            DropoutKey? dropout = DropoutPass is { } pass ? new DropoutKey(pass, step, sample) : null;
            var count = unfolds.CountFor((float)timespans[step].Value);
            for (var unfold = 0; unfold < count; unfold++)
                state = next.Evaluate(new(inputs[step], state, timespans[step] / count, byParameter, dropout));
            var outputs = output.Evaluate(new([], state, 0, byParameter, dropout));
            var slot = sample * episode.Steps + step;
            var values = Array.ConvertAll(outputs, number => number.Value);
            Write(state, result.States, slot);
            Write(outputs, result.Outputs, slot);
            if (episode.Scores?.Invoke(step) ?? true)
                losses.AddRange(outputs.Zip(episode.Slope(sample, step, values)));
        }

        if (!Differentiates)
            return;
        var derivatives = trace.Derivatives(losses);
        for (var index = 0; index < variables.Length; index++)
            Add(variables[index], derivatives, result.ParameterGradients[index], 0);
        Add(initial, derivatives, result.InitialStateGradient, sample);
        Add(timespans, derivatives, result.TimespanGradient, sample);
        for (var step = 0; step < episode.Steps; step++)
            Add(inputs[step], derivatives, result.InputGradient, sample * episode.Steps + step);
    }

    Traced[] Begin(Trace trace, IEnumerable<double> values) =>
        Differentiates ? trace.Variables(values) : [.. values.Select(value => (Traced)value)];

    static void Write(Traced[] numbers, double[] destination, int slot)
    {
        for (var row = 0; row < numbers.Length; row++)
            destination[slot * numbers.Length + row] = numbers[row].Value;
    }

    static void Add(Traced[] variables, double[] derivatives, double[] destination, int slot)
    {
        for (var row = 0; row < variables.Length; row++)
            destination[slot * variables.Length + row] += derivatives[variables[row].Node];
    }
}
