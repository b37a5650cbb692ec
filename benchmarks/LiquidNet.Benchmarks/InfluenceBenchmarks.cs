using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Kernels.Products;
using LiquidNet.Online;
using LiquidNet.Wirings;

namespace LiquidNet.Benchmarks;

/// <summary>
/// Real-time recurrent learning of an LTC wired by a neural circuit policy, with 8 inputs and six unfolds, beside the products that it
/// would take without its wiring: the Jacobian [units x units] times the influence [units x values] at every unfold.
/// </summary>
[ShortRunJob]
[MinColumn]
public class InfluenceBenchmarks
{
    const int Inputs = 8;
    const int Outputs = 4;
    const int Unfolds = 6;

    readonly float[] input = new float[Inputs];
    RealTimeRecurrentLearning learner = null!;
    SnAp1 jacobianAlone = null!;
    float[] jacobian = [];
    float[] influence = [];
    float[] next = [];
    int values;
    int step;

    /// <summary>Neurons of the policy.</summary>
    [Params(28, 32)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var cell = new LtcCell(Inputs, new AutoNeuralCircuitPolicy(Units, Outputs), seed: 1);
        var network = LiquidNetwork.Regressor(cell, Outputs, seed: 1);
        learner = new RealTimeRecurrentLearning(network);
        jacobianAlone = new SnAp1(network);
        values = (int)cell.Parameters.ValueCount;
        jacobian = RandomNumbers.Create(Units * Units, 1);
        influence = RandomNumbers.Create(Units * values, 2);
        next = new float[Units * values];
    }

    /// <summary>A prediction, the Jacobian over all unfolds, and next to nothing of the influence.</summary>
    [Benchmark]
    public float JacobianAlone() => Observe(jacobianAlone);

    /// <summary>A prediction, the Jacobian, and what the wiring can reach of the influence.</summary>
    [Benchmark]
    public float Reachable() => Observe(learner);

    /// <summary>The products of the dense influence alone, by the kernel that is fastest for them.</summary>
    [Benchmark]
    public float Dense()
    {
        for (var unfold = 0; unfold < Unfolds; unfold++)
            MatrixProducts.AddProduct(jacobian, Units, influence, Units, Units, values, next);
        return next[0];
    }

    float Observe(OnlineLearner observer)
    {
        step++;
        input[step % Inputs] = MathF.Sin(0.3f * step);
        return observer.Observe(input, elapsed: 0.5f)[0];
    }
}
