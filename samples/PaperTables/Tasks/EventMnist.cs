using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits as the changes between black and white along their 784 pixels, and how far each is from the last.</summary>
sealed class EventMnist : PaperTask
{
    const int Threshold = 128, LongestLength = 256, Classes = 10, TrainingCount = 54_000, ValidationCount = 6_000;

    /// <summary>Below which a pixel is black in training: a stroke is thinner or thicker.</summary>
    static readonly int[] TrainingThresholds = [96, 128, 160, 64, 192];

    public override string Name => "event-mnist";

    public override string Title => "Event-based sequential MNIST";

    public override string Notes => "events as in the code of \"Closed-form continuous-time neural networks\" (Nature MI 2022), at most "
        + "256; timespans count 16 pixels, where the paper's count 256. The last 6,000 training images are validation; the paper has none. "
        + "Training images are seen with five thresholds between black and white and shifted by up to a pixel, which the paper does not "
        + "do.";

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
        var images = MnistFiles.Read(folder, "train");
        var plain = ImageSequences.Pixels(images);
        var shifted = ImageSequences.Pixels(images, new() { CropPadding = 1, Seed = seed });
        return new(
            SequenceSet.Of(TrainingThresholds.SelectMany(
                (threshold, epoch) => Events(shifted.ForEpoch(epoch).Take(TrainingCount), threshold))),
            SequenceSet.Of(Events(plain.Subset([.. Enumerable.Range(TrainingCount, ValidationCount)]), Threshold)),
            SequenceSet.Of(Events(ImageSequences.Pixels(MnistFiles.Read(folder, "t10k")), Threshold)));
    }

    static IEnumerable<Sequence> Events(SequenceSet pixels, int threshold) =>
        Enumerable.Range(0, pixels.Count).Select(index => Events(pixels.ToSequence(index), threshold));

    static Sequence Events(Sequence pixels, int threshold)
    {
        var (events, timespans) = (new List<float>(), new List<float>());
        var (last, elapsed) = (-1f, 0);
        for (var pixel = 0; pixel < pixels.Length && events.Count < LongestLength; pixel++)
        {
            elapsed++;
            var colour = pixels.Values[pixel, 0] * byte.MaxValue > threshold + 0.5f ? 1 : 0;
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
            Epochs = 6,
            BatchSize = 128,
            Optimizer = new Adam(0.003f),
            Schedule = LearningRateSchedule.OneCycle(),
            Clipping = GradientClipping.ByNorm(1),
            EmaDecay = 0.99f,
        },
    };
}
