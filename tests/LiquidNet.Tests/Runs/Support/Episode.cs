namespace LiquidNet.Tests.Runs.Support;

/// <summary>Everything a model sees in one run: a batch of sequences, where they begin, and by what outputs are multiplied to make the
/// loss.</summary>
sealed record Episode
{
    public required int Batch { get; init; }

    public required int Steps { get; init; }

    /// <summary>[batch x time x features].</summary>
    public required double[] Inputs { get; init; }

    /// <summary>[batch x time].</summary>
    public required double[] Timespans { get; init; }

    /// <summary>[batch x state].</summary>
    public required double[] InitialStates { get; init; }

    /// <summary>[batch x time x outputs].</summary>
    public required double[] Cotangent { get; init; }

    /// <summary>The gradient by an output, from that output and its cotangent; null where that is the cotangent itself.</summary>
    public Func<double[], double[], double[]>? OutputGradient { get; init; }

    /// <summary>Which steps are judged; null where all are.</summary>
    public Func<int, bool>? Scores { get; init; }

    public int Features => Inputs.Length / (Batch * Steps);

    public int StateSize => InitialStates.Length / Batch;

    public double[] Input(int sample, int step) => Row(Inputs, sample * Steps + step, Features);

    public double Timespan(int sample, int step) => Timespans[sample * Steps + step];

    public double[] InitialState(int sample) => Row(InitialStates, sample, StateSize);

    public double[] Slope(int sample, int step, double[] output)
    {
        var cotangent = Row(Cotangent, sample * Steps + step, output.Length);
        return OutputGradient is null ? cotangent : OutputGradient(output, cotangent);
    }

    static double[] Row(double[] rows, int index, int length) => rows[(index * length)..((index + 1) * length)];
}

/// <summary>What a run gave; the same shapes as in the <see cref="Episode"/>.</summary>
sealed class RunResult
{
    public RunResult(Episode episode, int outputSize, IEnumerable<int> parameterLengths)
    {
        var slots = episode.Batch * episode.Steps;
        Outputs = new double[slots * outputSize];
        States = new double[slots * episode.StateSize];
        InputGradient = new double[episode.Inputs.Length];
        TimespanGradient = new double[slots];
        InitialStateGradient = new double[episode.InitialStates.Length];
        ParameterGradients = [.. parameterLengths.Select(length => new double[length])];
    }

    /// <summary>[batch x time x outputs].</summary>
    public double[] Outputs { get; }

    /// <summary>The states after every step [batch x time x state].</summary>
    public double[] States { get; }

    public double[] InputGradient { get; }

    public double[] TimespanGradient { get; }

    public double[] InitialStateGradient { get; }

    /// <summary>In the order of the parameter set, each in the order of the parameter's values.</summary>
    public double[][] ParameterGradients { get; }
}
