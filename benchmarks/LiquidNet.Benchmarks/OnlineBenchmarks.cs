using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Wirings;

namespace LiquidNet.Benchmarks;

/// <summary>One observation and its correction, by each rule; 8 inputs, 4 outputs, one core.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class OnlineBenchmarks
{
    static readonly Dictionary<string, Func<LiquidCell>> Cells = new()
    {
        ["LTC, AutoNCP(32, 4), 6 unfolds"] = () => new LtcCell(8, new AutoNeuralCircuitPolicy(units: 32, outputs: 4), seed: 1),
        ["Riccati 32"] = () => new RiccatiCell(8, 32, seed: 1),
        ["CT-RNN 32"] = () => new CtRnnCell(8, 32, seed: 1) { Unfolds = 1 },
        ["CfC 64"] = () => new CfcCell(8, 64, seed: 1),
    };

    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["least squares"] = network => new RecursiveLeastSquares(network),
        ["immediate"] = network => new ImmediateDerivative(network),
        ["window of 32"] = network => new TruncatedBackpropagation(network),
        ["SnAp-1"] = network => new SnAp1(network),
        ["RTRL"] = network => new RealTimeRecurrentLearning(network),
    };

    readonly float[] input = new float[8];
    readonly float[] target = new float[4];
    OnlineLearner learner = null!;
    int step;

    /// <summary>The cell.</summary>
    [ParamsSource(nameof(CellNames))]
    public string Cell { get; set; } = "";

    /// <summary>The rule.</summary>
    [ParamsSource(nameof(RuleNames))]
    public string Rule { get; set; } = "";

    /// <summary>All cells.</summary>
    public static IEnumerable<string> CellNames => Cells.Keys;

    /// <summary>All rules.</summary>
    public static IEnumerable<string> RuleNames => Rules.Keys;

    [GlobalSetup]
    public void Prepare() => learner = Rules[Rule](LiquidNetwork.Regressor(Cells[Cell](), outputs: 4, seed: 1));

    [Benchmark]
    public double ObserveAndCorrect()
    {
        step++;
        input[step % 8] = MathF.Sin(0.3f * step);
        learner.Observe(input, elapsed: 0.5f);
        target[step % 4] = input[0];
        return learner.Correct(target);
    }
}
