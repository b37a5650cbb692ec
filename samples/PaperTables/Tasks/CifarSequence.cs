using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Photographs of ten classes, read as a sequence.</summary>
sealed class CifarSequence : PaperTask
{
    const int TrainingCount = 45_000, Units = 128;

    public override string Name => "cifar10";

    public override string Title => "CIFAR-10 as a sequence";

    public override string Notes => "16 patches of 8 x 8 pixels, from left to right and row after row; mirrored and shifted by up to 4 "
        + "pixels in training. The last 5,000 training images are validation.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        new TrainedModel
        {
            Name = "cfc",
            Title = $"CfC {Units}, 3 layers with residuals, in both directions",
            Seeds = 1,
            Create = (training, seed) => LiquidNetwork
                .Classifier(
                    new Bidirectional(Stack(training.Features, seed), Stack(training.Features, seed + 1_000)), training.Classes, seed)
                .Standardized(training),
            Training = new()
            {
                Epochs = 20, BatchSize = 128, Optimizer = new Adam(0.002f) { WeightDecay = 0.02f },
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

    static SequenceSet Patches(LabelledImages images, ImageSequenceOptions? options = null) => ImageSequences.Patches(images, 8, options);

    static StackedCell Stack(int features, int seed) => new(
        new CfcCell(features, Units, seed), new ResidualCell(new CfcCell(Units, Units, seed + 1), seed),
        new ResidualCell(new CfcCell(Units, Units, seed + 2), seed + 1));
}
