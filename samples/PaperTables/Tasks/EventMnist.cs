using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits as the changes between black and white along their 784 pixels, and how far each is from the last.</summary>
sealed class EventMnist : PaperTask
{
    const int Threshold = 128, LongestLength = 256, Classes = 10, ValidationCount = 6_000;

    public override string Name => "event-mnist";

    public override string Title => "Event-based sequential MNIST";

    public override string Notes => "events as in the code of \"Closed-form continuous-time neural networks\" (Nature MI 2022), at most "
        + "256; timespans count 16 pixels, where the paper's count 256. The last 6,000 training images are validation; the paper has none.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        Model("mixed", "CfC 64 with mixed memory", 98.09, seed => new MixedMemoryCell(
            new CfcCell(1, 64, seed) { Activation = Activation.Gelu }, seed)),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var all = Events(MnistFiles.Read(folder, "train"));
        var training = all.Count - ValidationCount;
        return new(
            all.Take(training), all.Subset([.. Enumerable.Range(training, ValidationCount)]), Events(MnistFiles.Read(folder, "t10k")));
    }

    static SequenceSet Events(LabelledImages images)
    {
        var pixels = ImageSequences.Pixels(images);
        return SequenceSet.Of(Enumerable.Range(0, images.Count).Select(index => Events(pixels.ToSequence(index))));
    }

    static Sequence Events(Sequence pixels)
    {
        var (events, timespans) = (new List<float>(), new List<float>());
        var (last, elapsed) = (-1f, 0);
        for (var pixel = 0; pixel < pixels.Length && events.Count < LongestLength; pixel++)
        {
            elapsed++;
            var colour = pixels.Values[pixel, 0] * byte.MaxValue > Threshold + 0.5f ? 1 : 0;
            if (colour == last)
                continue;
            events.Add(colour);
            timespans.Add(elapsed / 16f);
            (last, elapsed) = (colour, 0);
        }

        return new(Matrix<float>.Build.DenseOfColumnMajor(events.Count, 1, events)) { Timespans = timespans, Label = pixels.Label };
    }

    static TrainedModel Model(string name, string title, double? published, Func<int, LiquidCell> cell) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (_, seed) => LiquidNetwork.Classifier(cell(seed), Classes, seed),
        Training = new()
        {
            Epochs = 30,
            BatchSize = 128,
            Optimizer = new Adam(0.003f),
            Schedule = LearningRateSchedule.OneCycle(),
            Clipping = GradientClipping.ByNorm(1),
            EmaDecay = 0.99f,
        },
    };
}
