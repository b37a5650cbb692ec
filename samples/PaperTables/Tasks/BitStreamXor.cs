using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>The parity of a stream of bits, of which only the changes are told, and how long ago the last was.</summary>
sealed class BitStreamXor : PaperTask
{
    const int PaddedLength = 32, ValidationCount = 10_000;

    public override string Name => "xor";

    public override string Title => "Bit-stream XOR, irregular";

    public override string Notes => "the event-based sequences of the code of \"Closed-form continuous-time neural networks\" (Nature MI "
        + "2022), with its sizes and activation. Time gates start spread over 1 to 10 bits, so that 12 epochs of Adam do instead of 200 of "
        + "RMSProp. The last 10,000 training sequences are validation; the paper has none.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        Model("mixed", "CfC 64 with mixed memory", 99.72, seed => new MixedMemoryCell(Cfc(64, seed), seed)),
        Model("cfc", "CfC 192", 99.42, seed => Cfc(192, seed)),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var all = Read("train");
        var training = all.Count - ValidationCount;
        return new(all.Take(training), all.Subset([.. Enumerable.Range(training, ValidationCount)]), Read("test"));

        SequenceSet Read(string part)
        {
            var (events, elapsed, mask, labels) = (Open("events"), Open("elapsed"), Open("mask"), Open("y"));
            return SequenceSet.Of(Enumerable.Range(0, labels.Shape[0]).Select(index =>
            {
                var start = index * PaddedLength;
                var length = mask.Bytes().Slice(start, PaddedLength).LastIndexOf((byte)1) + 1;
                return new Sequence(Matrix<float>.Build.DenseOfColumnMajor(length, 1, events.Floats().Slice(start, length).ToArray()))
                {
                    Timespans = Array.ConvertAll(elapsed.Floats().Slice(start, length).ToArray(), steps => steps / PaddedLength),
                    Label = (int)labels.Integers()[index],
                };
            }));

            NpyFile Open(string name) => NpyFile.Read(folder.Find(
                "cfc-xor", $"xor_{part}_{name}.npy", "https://github.com/raminmh/CfC, commit 59f6e01"));
        }
    }

    static CfcCell Cfc(int units, int seed) => new(1, units, seed)
    {
        Activation = Activation.Relu,
        TimeGates = new(0.5f / PaddedLength, 10.5f / PaddedLength) { Width = 0.1f / PaddedLength },
    };

    static TrainedModel Model(string name, string title, double published, Func<int, LiquidCell> cell) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (_, seed) => LiquidNetwork.Classifier(cell(seed), classes: 2, seed),
        Training = new()
        {
            Epochs = 12,
            BatchSize = 128,
            Optimizer = new Adam(0.002f),
            Schedule = LearningRateSchedule.OneCycle(),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
