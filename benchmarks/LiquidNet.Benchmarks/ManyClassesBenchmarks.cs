using BenchmarkDotNet.Attributes;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Benchmarks;

/// <summary>Evaluation by how many classes there are: memory is for the predictions that occur, not for all pairs of classes.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class ManyClassesBenchmarks
{
    const int Features = 4;

    SequenceSet set = null!;
    Trainer trainer = null!;

    [Params(700, 70_000)]
    public int Classes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        set = SequenceSet.Of(Enumerable.Range(0, 32).Select(index =>
            new Sequence(
                Matrix<float>.Build.Dense(3, Features, RandomNumbers.Create(3 * Features, index)))
            { Label = Classes - 1 - index }));
        trainer = new Trainer(LiquidNetwork.Classifier(new GruCell(Features, units: 8), Classes), new() { Threads = 1 });
    }

    [Benchmark]
    public Evaluation Evaluate() => trainer.Evaluate(set);
}
