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

    /// <summary>Rows of a file that make a step.</summary>
    const int Rows = 8;

    static readonly int[] PublishedSeeds = [2345, 3456, 4567, 5678, 6789];

    readonly string set;
    readonly Func<Matrix<float>, Matrix<float>> toSteps;
    readonly bool standardizesSteps;

    UeaArchive(
        string name, string set, string steps, Func<Matrix<float>, Matrix<float>> toSteps, bool standardizesSteps, TrainedModel model)
    {
        (Name, this.set, this.toSteps, this.standardizesSteps) = (name, set, toSteps, standardizesSteps);
        Notes = "test and validation sets of the seeds 2345, 3456, 4567, 5678 and 6789 as published with LrcSSM; of the training sets a "
            + $"quarter or less is missing here. All channels are used; {steps}, and says where in the sequence it is.";
        Models = [Baseline.Majority, FrozenModel.Ltc, model];
    }

    public static UeaArchive SelfRegulation { get; } = new(
        "scp1", "SelfRegulationSCP1", $"a step has {Rows} rows of the file", Blocks, standardizesSteps: false,
        Riccati(units: 64, dropout: 0.3f, rate: 0.002f, published: 87.4));

    public static UeaArchive Ethanol { get; } = new(
        "ethanol", "EthanolConcentration",
        $"a step is the change from the mean of {Rows} rows of the file to that of the next, standardised by the training set at this step",
        Changes, standardizesSteps: true, Riccati(units: 32, dropout: 0.1f, rate: 0.004f, published: 36.9));

    public override string Name { get; }

    public override string Title => set;

    public override string Notes { get; }

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; }

    public override TaskSets Load(DataFolder folder, int seed)
    {
        using var file = SafetensorsFile.Open(folder.Find(Name, $"{set}.safetensors", Source));
        var shape = file["x"].Shape;
        var (count, length, channels) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var values = file.ReadValues("x");
        var labels = Integers(file, "y");
        var published = PublishedSeeds[(seed - 1) % PublishedSeeds.Length];
        var (training, validation, test) = (Part("train"), Part("val"), Part("test"));
        Matrix<float>[] sequences =
        [
            .. Enumerable.Range(0, count).Select(index => toSteps(
                Matrix<float>.Build.DenseOfRowMajor(length, channels, values.Skip(index * length * channels).Take(length * channels)))),
        ];
        if (standardizesSteps)
            sequences = Array.ConvertAll(sequences, StepStandardization.Fit([.. training.Select(index => sequences[index])]).Apply);
        var all = new StepPositions(
            SequenceSet.Of(sequences.Select((sequence, index) => new Sequence(sequence) { Label = labels[index] })),
            [1, 2, 3, 4, 5, 6, 7, 8]);
        return new(all.Subset(training), all.Subset(validation), all.Subset(test));

        int[] Part(string part) => Integers(file, FormattableString.Invariant($"{part}_{published}"));
    }

    static Matrix<float> Blocks(Matrix<float> rows) => Matrix<float>.Build.Dense(
        rows.RowCount / Rows, Rows * rows.ColumnCount,
        (step, feature) => rows[step * Rows + feature / rows.ColumnCount, feature % rows.ColumnCount]);

    static Matrix<float> Changes(Matrix<float> rows)
    {
        var means = Matrix<float>.Build.Dense(
            rows.RowCount / Rows, rows.ColumnCount,
            (step, channel) => rows.Column(channel, step * Rows, Rows).Average());
        return means.SubMatrix(1, means.RowCount - 1, 0, means.ColumnCount)
            - means.SubMatrix(0, means.RowCount - 1, 0, means.ColumnCount);
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
            EmaDecay = 0.98f,
            Schedule = LearningRateSchedule.Cosine().WithWarmUp(2),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
