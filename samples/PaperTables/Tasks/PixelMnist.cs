using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits, read pixel by pixel: 784 steps.</summary>
sealed class PixelMnist : PaperTask
{
    const int Side = 28, Units = 96, Classes = 10, TrainingCount = 54_000, ValidationCount = 6_000;

    const float Dropout = 0.1f;

    public override string Name => "pixel-mnist";

    public override string Title => "Pixel-wise sequential MNIST";

    public override string Notes => "a step is a pixel and where it is; the published figure is that of \"Long Expressive Memory\" (ICLR "
        + "2022); the last 6,000 training images are validation. Learned first with a quarter of the pixels, each of which takes twice the "
        + "time. Training images are shifted by up to a pixel.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}, 3 layers with residuals, averaged",
            Published = 99.5,
            Seeds = 3,
            Create = (training, seed) => LiquidNetwork.Classifier(
                new StackedCell(
                    new RiccatiCell(training.Features, Units, seed),
                    new ResidualCell(new RiccatiCell(Units, Units, seed + 100), seed + 100) { Dropout = Dropout },
                    new ResidualCell(new RiccatiCell(Units, Units, seed + 200), seed + 200) { Dropout = Dropout },
                    new AveragePooling(Units)),
                Classes, seed),
            EasierTraining = Options(epochs: 12, rate: 0.004f),
            Training = Options(epochs: 3, rate: 0.002f),
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var images = MnistFiles.Read(folder, "train");
        var plain = ImageSequences.Pixels(images);
        var shifted = ImageSequences.Pixels(images, new() { CropPadding = 1, Seed = seed });
        var test = ImageSequences.Pixels(MnistFiles.Read(folder, "t10k"));
        return new(Training(Whole(shifted)), Validation(Whole(plain)), Whole(test))
        {
            Easier = new(Training(Halved(shifted)), Validation(Halved(plain))),
        };
    }

    static StepPositions Whole(SequenceSet pixels) => Placed(pixels, Side);

    static StepPositions Halved(SequenceSet pixels) => Placed(new HalvedPixels(pixels, Side), Side / 2);

    static StepPositions Placed(SequenceSet pixels, int rows) => new(pixels, [2, 4, 2 * rows, 4 * rows]);

    static SequenceSet Training(SequenceSet set) => set.Take(TrainingCount);

    static SequenceSet Validation(SequenceSet set) => set.Subset([.. Enumerable.Range(TrainingCount, ValidationCount)]);

    static TrainerOptions Options(int epochs, float rate) => new()
    {
        Epochs = epochs,
        BatchSize = 32,
        Optimizer = new Adam(rate) { WeightDecay = 0.02f },
        Schedule = LearningRateSchedule.OneCycle(),
        Clipping = GradientClipping.ByNorm(1),
    };
}
