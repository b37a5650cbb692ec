using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using nietras.SeparatedValues;

namespace LiquidNet.Samples;

/// <summary>How many cars an interstate has each hour, from the weather, the day and the hour.</summary>
sealed class Traffic : PaperTask
{
    const int Length = 32, Stride = 4, Units = 32, Features = 7;

    public override string Name => "traffic";

    public override string Title => "Traffic volume";

    public override string Notes => "cut and split as in the code of \"Liquid Time-constant Networks\" (AAAI 2021): sequences of 32 rows, "
        + "4 apart, split by RandomState(23489), so that test sequences overlap training sequences; the hour enters as sin(pi hour / 24), "
        + "the holiday is 0 throughout, volumes are standardised over all rows. The published figure of the LTC is known not to reproduce.";

    public override ReportedMetric Metric => ReportedMetric.SquaredError;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Mean,
        FrozenModel.Ltc,
        Model("ltc", "LTC 32", 0.099, seed => new LtcCell(Features, Units, seed), rate: 0.01f),
        Model("lstm", "LSTM 32", 0.169, seed => new LstmCell(Features, Units, seed), rate: 0.005f),
        Model("ctrnn", "CT-RNN 32", 0.224, seed => new CtRnnCell(Features, Units, seed: seed), rate: 0.005f),
        Model("cfc", "CfC 32", null, seed => new CfcCell(Features, Units, seed) { BackboneUnits = Units }, rate: 0.005f),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var path = folder.Find("traffic", "Metro_Interstate_Traffic_Volume.csv", "https://archive.ics.uci.edu/dataset/492");
        return TaskSets.SplitByNumpy(SequenceSet.Of(Windows.Of(Read(path), Length, Stride)), seed: 23489);
    }

    static Sequence Read(string path)
    {
        using var reader = Sep.New(',').Reader(options => options with { CultureInfo = CultureInfo.InvariantCulture }).FromFile(path);
        var (values, volumes) = (new List<float[]>(), new List<float>());
        foreach (var row in reader)
        {
            var time = DateTime.ParseExact(row["date_time"].Span, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var weekday = ((int)time.DayOfWeek + 6) % 7;
            values.Add(
            [
                0, row["temp"].Parse<float>(), row["rain_1h"].Parse<float>(), row["snow_1h"].Parse<float>(),
                row["clouds_all"].Parse<float>(), weekday, MathF.Sin(time.Hour * MathF.PI / 24),
            ]);
            volumes.Add(row["traffic_volume"].Parse<float>());
        }

        var mean = volumes.Average();
        var deviation = MathF.Sqrt(volumes.Average(volume => (volume - mean) * (volume - mean)));
        return new(Matrix<float>.Build.DenseOfRowArrays(values))
        {
            Targets = Matrix<float>.Build.Dense(volumes.Count, 1, (row, _) => (volumes[row] - mean) / deviation),
        };
    }

    static TrainedModel Model(string name, string title, double? published, Func<int, LiquidCell> cell, float rate) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (training, seed) =>
            LiquidNetwork.Regressor(cell(seed), outputs: 1, seed).Standardized(Standardization.Fit(training)),
        Training = new()
        {
            Epochs = 60,
            BatchSize = 32,
            Optimizer = new Adam(rate),
            Schedule = LearningRateSchedule.Cosine(),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
