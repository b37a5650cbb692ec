using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Whether a room is occupied, minute by minute, from temperature, humidity, light and carbon dioxide.</summary>
sealed class Occupancy : PaperTask
{
    const int Length = 16, TestStride = 8, Units = 32, Features = 5;

    public override string Name => "occupancy";

    public override string Title => "Room occupancy";

    public override string Notes => "cut and split as in the code of \"Liquid Time-constant Networks\" (AAAI 2021): sequences of 16 steps, "
        + "a label at every step, validation by RandomState(893429), test sequences every 8 steps.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        Model("ltc", "LTC 32", 94.63, seed => new LtcCell(Features, Units, seed), rate: 0.005f),
        Model("lstm", "LSTM 32", 93.18, seed => new LstmCell(Features, Units, seed), rate: 0.002f),
        Model("gru", "GRU 32", null, seed => new GruCell(Features, Units, seed), rate: 0.002f),
        Model("ctrnn", "CT-RNN 32", 94.54, seed => new CtRnnCell(Features, Units, seed: seed), rate: 0.002f),
        Model("cfc", "CfC 32", null, seed => new CfcCell(Features, Units, seed) { BackboneUnits = Units }, rate: 0.002f),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        Sequence[] training = [.. Windows.Of(Read("datatraining.txt"), Length, stride: 1)];
        var order = new NumpyRandom(893429).Permutation(training.Length);
        var validation = training.Length / 10;
        return new(
            SequenceSet.Of(order[validation..].Select(index => training[index])),
            SequenceSet.Of(order[..validation].Select(index => training[index])),
            SequenceSet.Of([.. Windows.Of(Read("datatest.txt"), Length, TestStride),
                .. Windows.Of(Read("datatest2.txt"), Length, TestStride)]));

        Sequence Read(string name) => SequenceTable.ReadCsv(
            folder.Find("occupancy", name, "https://archive.ics.uci.edu/dataset/357"),
            options: new() { Labels = "Occupancy", Classes = ["0", "1"], Ignore = ["date"] }).ToSequence(0);
    }

    static TrainedModel Model(string name, string title, double? published, Func<int, LiquidCell> cell, float rate) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (training, seed) => LiquidNetwork.Classifier(cell(seed), classes: 2, seed).Standardized(training),
        Training = new()
        {
            Epochs = 30,
            BatchSize = 16,
            Optimizer = new Adam(rate),
            Schedule = LearningRateSchedule.Cosine(),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
