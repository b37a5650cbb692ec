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
    readonly int rows;

    UeaArchive(string name, string title, string set, int rows, TrainedModel model)
    {
        (Name, Title, this.set, this.rows) = (name, title, set, rows);
        Models = [Baseline.Majority, FrozenModel.Ltc, model];
    }

    public static UeaArchive SelfRegulation { get; } = new(
        "scp1", "SelfRegulationSCP1", "SelfRegulationSCP1", rows: 8, Riccati(units: 64, dropout: 0.3f, rate: 0.002f, published: 87.4));

    public static UeaArchive Ethanol { get; } = new(
        "ethanol", "EthanolConcentration", "EthanolConcentration", rows: 8,
        Riccati(units: 32, dropout: 0.1f, rate: 0.004f, published: 36.9));

    public override string Name { get; }

    public override string Title { get; }

    public override string Notes => "test and validation sets of the seeds 2345, 3456, 4567, 5678 and 6789 as published with LrcSSM; of "
        + $"the training sets a quarter or less is missing here. All channels are used; a step has {rows} rows of the file.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; }

    public override TaskSets Load(DataFolder folder, int seed)
    {
        using var file = SafetensorsFile.Open(folder.Find(Name, $"{set}.safetensors", Source));
        var shape = file["x"].Shape;
        var (count, length, channels) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var values = file.ReadValues("x");
        var labels = Integers(file, "y");
        var (steps, features) = (length / rows, channels * rows);
        var all = SequenceSet.Of(Enumerable.Range(0, count).Select(index => new Sequence(
            Matrix<float>.Build.DenseOfRowMajor(steps, features, values.Skip(index * length * channels).Take(steps * features)))
        {
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

    static TrainedModel Riccati(int units, float dropout, float rate, double published) => new()
    {
        Name = "riccati",
        Title = $"Riccati {units}, 3 layers with residuals, averaged",
        Published = published,
        Create = (training, seed) => LiquidNetwork
            .Classifier(
                new StackedCell(
                    new RiccatiCell(training.Features, units, seed),
                    new ResidualCell(new RiccatiCell(units, units, seed + 100), seed) { Dropout = dropout },
                    new ResidualCell(new RiccatiCell(units, units, seed + 200), seed + 100) { Dropout = dropout },
                    new AveragePooling(units)),
                training.Classes, seed)
            .Standardized(training),
        Training = new()
        {
            Epochs = 40,
            BatchSize = 32,
            Optimizer = new Adam(rate) { WeightDecay = 0.01f },
            AverageDecay = 0.98f,
            Schedule = LearningRateSchedule.Cosine().WithWarmUp(2),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
