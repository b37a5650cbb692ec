using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Photographs of ten classes, read as a sequence.</summary>
sealed class CifarSequence : PaperTask
{
    const int TrainingCount = 45_000, Units = 96, Side = 4, PatchesInRow = 8;

    public override string Name => "cifar10";

    public override string Title => "CIFAR-10 as a sequence";

    public override string Notes => "64 patches of 4 x 4 pixels with a pixel of their neighbours around them, from left to right and row "
        + "after row, and where they are; mirrored and shifted by up to 4 pixels in training. The last 5,000 training images are "
        + "validation.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}, 3 layers with residuals, averaged, in both directions",
            Seeds = 3,
            Create = (training, seed) => LiquidNetwork
                .Classifier(
                    new Bidirectional(Stack(training.Features, seed), Stack(training.Features, seed + 1_000)), training.Classes, seed)
                .Standardized(training),
            Training = new()
            {
                Epochs = 36, BatchSize = 64, Optimizer = new Adam(0.004f) { WeightDecay = 0.02f },
                Loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1f }, Schedule = LearningRateSchedule.OneCycle(),
                Clipping = GradientClipping.ByNorm(1),
            },
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var path = Path.Combine(folder.Root, "cifar10");
        var images = Cifar10.Load(path);
        return new(
            Patches(images, new() { HorizontalFlips = true, CropPadding = 4, Seed = seed }).Take(TrainingCount),
            Patches(images).Subset([.. Enumerable.Range(TrainingCount, images.Count - TrainingCount)]),
            Patches(Cifar10.Load(path, Cifar10Part.Test)));
    }

    static StepPositions Patches(LabelledImages images, ImageSequenceOptions? options = null) =>
        new StepPositions(ImageSequences.Patches(images, Side, overlap: 1, options), [2, 4, 2 * PatchesInRow, 4 * PatchesInRow]);

    static StackedCell Stack(int features, int seed) => new(
        Cell(features, seed), new ResidualCell(Cell(Units, seed + 1), seed), new ResidualCell(Cell(Units, seed + 2), seed + 1),
        new AveragePooling(Units));

    static RiccatiCell Cell(int features, int seed) => new(features, Units, seed, longestTimeConstant: 30);
}
