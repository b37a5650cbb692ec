using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Which phase a gesture is in, from the speeds and accelerations of hands and wrists.</summary>
sealed class Gesture : PaperTask
{
    const int Length = 32, Units = 32, Features = 32;

    /// <summary>In the paper's code each of an LTC's six unfolds takes a unit of time, and so a step takes six.</summary>
    const float Timespan = 6;

    static readonly string[] Phases = ["D", "P", "S", "H", "R"];
    static readonly string[] Recordings = ["a3", "b1", "b3", "c1", "c3", "a2", "a1"];

    public override string Name => "gesture";

    public override string Title => "Gesture phases";

    public override string Notes => "cut and split as in the code of \"Liquid Time-constant Networks\" (AAAI 2021): overlapping sequences "
        + "of 32 steps, a label at every step, split by RandomState(23489); standardised by the training part alone. An LTC's step takes "
        + "six units of time, as there, those of others one.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        FrozenModel.Ltc,
        Model(
            "ltc", "LTC 32", 69.55, seed => new LtcCell(Features, Units, seed) { TimespanOffset = Timespan - 1 },
            rate: 0.02f, weightDecay: 0.01f, average: 0.99f),
        Model("lstm", "LSTM 32", 64.57, seed => new LstmCell(Features, Units, seed), rate: 0.005f),
        Model("gru", "GRU 32", null, seed => new GruCell(Features, Units, seed), rate: 0.005f),
        Model("ctrnn", "CT-RNN 32", 59.01, seed => new CtRnnCell(Features, Units, seed: seed), rate: 0.005f),
        Model("cfc", "CfC 32", null, seed => new CfcCell(Features, Units, seed) { BackboneUnits = Units }, rate: 0.005f),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var paths = Recordings.Select(name => folder.Find("gesture", $"{name}_va3.csv", "https://archive.ics.uci.edu/dataset/302"));
        var table = SequenceTable.ReadCsv([.. paths], options: new() { Labels = "Phase", Classes = Phases });
        var recordings = Enumerable.Range(0, table.Count).Select(table.ToSequence);
        return TaskSets.SplitByNumpy(SequenceSet.Of(recordings.SelectMany(Cut)), seed: 23489);
    }

    static IEnumerable<Sequence> Cut(Sequence recording)
    {
        var count = recording.Length / Length;
        for (var index = 0; index < count; index++)
        {
            yield return Windows.Cut(recording, index * Length, Length);
            if (index < count - 1)
                yield return Windows.Cut(recording, index * Length + Length / 2, Length);
        }
    }

    static TrainedModel Model(
        string name, string title, double? published, Func<int, LiquidCell> cell, float rate, float weightDecay = 0,
        float? average = null) => new()
        {
            Name = name,
            Title = title,
            Published = published,
            Create = (training, seed) => LiquidNetwork.Classifier(cell(seed), Phases.Length, seed).Standardized(training),
            Training = new()
            {
                Epochs = 400,
                BatchSize = 16,
                Optimizer = new Adam(rate) { WeightDecay = weightDecay },
                EmaDecay = average,
                Schedule = LearningRateSchedule.Cosine(),
                Clipping = GradientClipping.ByNorm(1),
            },
        };
}
