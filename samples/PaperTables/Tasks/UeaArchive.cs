using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Storage;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>A long sequence of the UEA archive, with the published splits of five seeds.</summary>
sealed class UeaArchive : PaperTask
{
    const string Source = "https://github.com/MoniFarsang/LrcSSM";

    static readonly int[] PublishedSeeds = [2345, 3456, 4567, 5678, 6789];

    readonly string set;

    UeaArchive(string name, string title, string set, double published, params IReadOnlyList<(string, string, int)> rows)
    {
        (Name, Title, this.set) = (name, title, set);
        Models =
        [
            Baseline.Majority, FrozenModel.Ltc,
            .. rows.Select(row => Model(row.Item1, row.Item2, row.Item3, row.Item1 == "riccati" ? published : null)),
        ];
    }

    public static UeaArchive SelfRegulation { get; } = new(
        "scp1", "SelfRegulationSCP1", "SelfRegulationSCP1", 87.4, ("riccati", "Riccati 32, 3 layers with residuals", 32));

    public static UeaArchive Ethanol { get; } = new(
        "ethanol", "EthanolConcentration", "EthanolConcentration", 36.9, ("riccati", "Riccati 32, 3 layers with residuals", 32));

    public override string Name { get; }

    public override string Title { get; }

    public override string Notes => "test and validation sets of the seeds 2345, 3456, 4567, 5678 and 6789 as published with LrcSSM; of "
        + "the training sets a quarter or less is missing here. All channels are used.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; }

    public override TaskSets Load(DataFolder folder, int seed)
    {
        using var file = SafetensorsFile.Open(folder.Find(Name, $"{set}.safetensors", Source));
        var shape = file["x"].Shape;
        var (count, length, channels) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var values = file.ReadValues("x");
        var labels = Integers(file, "y");
        var all = SequenceSet.Of(Enumerable.Range(0, count).Select(index => new Sequence(
            Matrix<float>.Build.DenseOfRowMajor(length, channels, values.Skip(index * length * channels).Take(length * channels)))
        {
            Timespans = [.. Enumerable.Repeat(16f / length, length)],
            Label = labels[index],
        }));
        var published = PublishedSeeds[(seed - 1) % PublishedSeeds.Length];
        return new(Part("train"), Part("val"), Part("test"));

        SequenceSet Part(string part) => all.Subset(Integers(file, FormattableString.Invariant($"{part}_{published}")));
    }

    static int[] Integers(SafetensorsFile file, string name)
    {
        var bytes = file.ReadBytes(name);
        var numbers = new int[bytes.Length / sizeof(long)];
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = checked((int)BitConverter.ToInt64(bytes, index * sizeof(long)));
        return numbers;
    }

    static TrainedModel Model(string name, string title, int units, double? published) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (training, seed) => LiquidNetwork
            .Classifier(
                new StackedCell(
                    new RiccatiCell(training.Features, units, seed), new ResidualCell(new RiccatiCell(units, units, seed + 100), seed),
                    new ResidualCell(new RiccatiCell(units, units, seed + 200), seed + 100)),
                training.Classes, seed)
            .Standardized(training),
        Training = new()
        {
            Epochs = 60,
            BatchSize = 32,
            Optimizer = new Adam(0.002f) { WeightDecay = 0.01f },
            AverageDecay = 0.98f,
            Schedule = LearningRateSchedule.Cosine().WithWarmUp(2),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
