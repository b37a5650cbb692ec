using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Silence, and numbers so small that processors are slow with them, beside a signal: in a stream and in a batch.</summary>
[ShortRunJob]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
public class SmallNumberBenchmarks
{
    const int Inputs = 16, Units = 64, LoudSteps = 300, Steps = 3000;
    const float Denormal = 1e-39f;

    LiquidNetwork network = null!, faint = null!;
    LiquidStream stream = null!, faintStream = null!;
    float[] signal = [], silence = [], denormal = [];
    Sequence[] signals = [], silences = [], denormals = [];

    /// <summary>All kinds of cells.</summary>
    [Params("simple", "ltc", "cfc", "ct-rnn", "ode", "lstm", "gru", "ct-gru")]
    public string Cell { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        network = LiquidNetwork.Regressor(Create(), outputs: 4);
        faint = LiquidNetwork.Regressor(Create(), outputs: 4);
        foreach (var parameter in faint.Parameters.Where(parameter => parameter.Columns > 1))
            parameter.Values.Fill(Denormal);
        (stream, faintStream) = (network.OpenStream(), faint.OpenStream());
        signal = RandomNumbers.Create(Inputs);
        silence = new float[Inputs];
        denormal = [.. Enumerable.Repeat(Denormal, Inputs)];
        signals = Sequences(step => 1);
        silences = Sequences(step => step < LoudSteps ? 1 : 0);
        denormals = Sequences(step => Denormal);
    }

    /// <summary>A stream falls silent after a signal.</summary>
    [IterationSetup(Target = nameof(Silence))]
    public void FallSilent()
    {
        stream.Step(signal);
        for (var step = 0; step < Steps; step++)
            stream.Step(silence);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    [BenchmarkCategory("stream")]
    public void Signal() => Run(stream, signal);

    [Benchmark(OperationsPerInvoke = Steps)]
    [BenchmarkCategory("stream")]
    public void Silence() => Run(stream, silence);

    [Benchmark(OperationsPerInvoke = Steps)]
    [BenchmarkCategory("stream")]
    public void DenormalInput() => Run(stream, denormal);

    [Benchmark(OperationsPerInvoke = Steps)]
    [BenchmarkCategory("stream")]
    public void DenormalWeights() => Run(faintStream, signal);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("batch")]
    public Matrix<float>[] BatchSignal() => network.Forward(signals);

    [Benchmark]
    [BenchmarkCategory("batch")]
    public Matrix<float>[] BatchSilence() => network.Forward(silences);

    [Benchmark]
    [BenchmarkCategory("batch")]
    public Matrix<float>[] BatchDenormalInput() => network.Forward(denormals);

    [Benchmark]
    [BenchmarkCategory("batch")]
    public Matrix<float>[] BatchDenormalWeights() => faint.Forward(signals);

    static void Run(LiquidStream stream, float[] reading)
    {
        for (var step = 0; step < Steps; step++)
            stream.Step(reading);
    }

    static Sequence[] Sequences(Func<int, float> volume) =>
    [
        .. Enumerable.Range(0, 16).Select(index => RandomNumbers.Create(Steps * Inputs, index)).Select(numbers =>
            new Sequence(Matrix<float>.Build.Dense(Steps, Inputs, (step, input) => volume(step) * numbers[input * Steps + step]))),
    ];

    LiquidCell Create() => Cell switch
    {
        "simple" => new LeakyIntegratorCell(Inputs, Units),
        "ltc" => new LtcCell(Inputs, new FullyConnected(Units / 2, outputs: 4)),
        "cfc" => new CfcCell(Inputs, Units),
        "ct-rnn" => new CtRnnCell(Inputs, Units),
        "ode" => new NeuralOdeCell(Inputs, Units),
        "lstm" => new LstmCell(Inputs, Units),
        "gru" => new GruCell(Inputs, Units),
        _ => new CtGruCell(Inputs, Units),
    };
}
