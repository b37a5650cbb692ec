using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits, read row by row.</summary>
sealed class RowMnist : PaperTask
{
    const int Side = 28, Classes = 10, TrainingCount = 54_000, ValidationCount = 6_000;

    public override string Name => "mnist";

    public override string Title => "Row-wise sequential MNIST";

    public override string Notes => "28 rows of 28 pixels, as in the code of \"Liquid Time-constant Networks\" (AAAI 2021); the last 6,000 "
        + "training images are validation. Training images are shifted by up to a pixel, which the paper does not do.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        Model("mixed", "CfC 128 with mixed memory", null, seed => new MixedMemoryCell(new CfcCell(Side, 128, seed), seed), rate: 0.002f),
        Model("lstm", "LSTM 128", 98.41, seed => new LstmCell(Side, 128, seed), rate: 0.002f),
        Model("cfc", "CfC 128", null, seed => new CfcCell(Side, 128, seed), rate: 0.0005f),
        Model("gru", "GRU 128", null, seed => new GruCell(Side, 128, seed), rate: 0.002f),
        Model("ctrnn", "CT-RNN 128", null, seed => new CtRnnCell(Side, 128, seed: seed), rate: 0.002f),
        Model("ltc", "LTC 32", 97.57, seed => new LtcCell(Side, 32, seed), rate: 0.015f, epochs: 60),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var images = MnistFiles.Read(folder, "train");
        var plain = ImageSequences.Rows(images);
        return new(
            ImageSequences.Rows(images, new() { CropPadding = 1, Seed = seed }).Take(TrainingCount),
            plain.Subset([.. Enumerable.Range(TrainingCount, ValidationCount)]),
            ImageSequences.Rows(MnistFiles.Read(folder, "t10k")));
    }

    static TrainedModel Model(
        string name, string title, double? published, Func<int, LiquidCell> cell, float rate, int epochs = 20) => new()
        {
            Name = name,
            Title = title,
            Published = published,
            Create = (training, seed) => LiquidNetwork.Classifier(cell(seed), Classes, seed),
            Training = new()
            {
                Epochs = epochs,
                BatchSize = 64,
                Optimizer = new Adam(rate),
                Schedule = LearningRateSchedule.Cosine(),
                Clipping = GradientClipping.ByNorm(1),
            },
        };
}
