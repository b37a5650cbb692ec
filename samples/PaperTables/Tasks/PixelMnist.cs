using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits, read pixel by pixel: 784 steps.</summary>
sealed class PixelMnist : PaperTask
{
    const int Units = 64, Classes = 10, TrainingCount = 54_000, ValidationCount = 6_000;

    public override string Name => "pixel-mnist";

    public override string Title => "Pixel-wise sequential MNIST";

    public override string Notes => "the published figure is that of \"Long Expressive Memory\" (ICLR 2022); the last 6,000 training "
        + "images are validation.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}, 2 layers with a residual, averaged",
            Published = 99.5,
            Seeds = 1,
            Create = (_, seed) => LiquidNetwork.Classifier(
                new StackedCell(
                    new RiccatiCell(1, Units, seed), new ResidualCell(new RiccatiCell(Units, Units, seed + 100), seed),
                    new AveragePooling(Units)),
                Classes, seed),
            Training = new()
            {
                Epochs = 8, BatchSize = 32, Optimizer = new Adam(0.004f) { WeightDecay = 0.01f },
                Schedule = LearningRateSchedule.OneCycle(), Clipping = GradientClipping.ByNorm(1),
            },
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var all = ImageSequences.Pixels(MnistFiles.Read(folder, "train"));
        return new(
            all.Take(TrainingCount), all.Subset([.. Enumerable.Range(TrainingCount, ValidationCount)]),
            ImageSequences.Pixels(MnistFiles.Read(folder, "t10k")));
    }
}
