namespace LiquidNet.Benchmarks;

/// <summary>The public stream of a classifier: checks, readout and softmax included.</summary>
sealed class StreamWorkload
{
    readonly LiquidStream stream;
    readonly float[] input;

    public StreamWorkload(string model, BenchmarkShape shape)
    {
        stream = LiquidNetwork.Classifier(BenchmarkModel.Create(model, shape), Math.Max(2, shape.Outputs)).OpenStream();
        input = RandomNumbers.Create(shape.Inputs);
    }

    /// <summary>One step.</summary>
    /// <returns>The first probability.</returns>
    public float Run() => stream.Step(input)[0];
}
