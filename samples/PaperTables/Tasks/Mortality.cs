using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using nietras.SeparatedValues;

namespace LiquidNet.Samples;

/// <summary>Whether a patient dies in hospital, from what was measured in 48 hours of intensive care, most of it rarely.</summary>
sealed class Mortality : PaperTask
{
    const int Features = 41;
    const string Source = "https://physionet.org/content/challenge-2012";

    static readonly string[] Parameters =
    [
        "Age", "Gender", "Height", "ICUType", "Weight", "Albumin", "ALP", "ALT", "AST", "Bilirubin", "BUN", "Cholesterol", "Creatinine",
        "DiasABP", "FiO2", "GCS", "Glucose", "HCO3", "HCT", "HR", "K", "Lactate", "Mg", "MAP", "MechVent", "Na", "NIDiasABP", "NIMAP",
        "NISysABP", "PaCO2", "PaO2", "pH", "Platelets", "RespRate", "SaO2", "SysABP", "Temp", "TroponinI", "TroponinT", "Urine", "WBC",
    ];

    /// <summary>What lies close to zero in most patients and far from it in a few.</summary>
    static readonly HashSet<string> Skewed =
    [
        "ALP", "ALT", "AST", "Bilirubin", "BUN", "Cholesterol", "Creatinine", "Glucose", "Lactate", "Mg", "PaO2", "PaCO2", "Platelets",
        "TroponinI", "TroponinT", "Urine", "WBC", "Weight", "RespRate",
    ];

    /// <summary>What no living patient has at zero.</summary>
    static readonly HashSet<string> NeverZero =
    [
        "HR", "MAP", "SysABP", "DiasABP", "NIDiasABP", "NIMAP", "NISysABP", "RespRate", "Weight", "Height", "PaO2", "Temp",
    ];

    public override string Name => "physionet";

    public override string Title => "PhysioNet 2012 mortality";

    public override string Notes => "the 4,000 records of set A with the 41 parameters of the code of \"Closed-form continuous-time neural "
        + "networks\" (Nature MI 2022), split 80 to 20 by RandomState(42) over sorted names, where that code takes files as the file "
        + "system lists them; an eighth of the training part is validation, which the paper does without. Readings of an hour are "
        + "averaged, where the paper's are of a minute; those that cannot be, such as a pulse of 0, are left out, and of skewed ones "
        + "the logarithm is taken.";

    public override ReportedMetric Metric => ReportedMetric.RocAuc;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        FrozenModel.LtcOverGaps,
        Model("cfc", "CfC 64 over gaps", 0.840, (inputs, seed) => new CfcCell(inputs, 64, seed) { BackboneUnits = 64, Dropout = 0.3f }),
        Model("mixed", "CfC 64 with mixed memory over gaps", 0.840, (inputs, seed) => new MixedMemoryCell(
            new CfcCell(inputs, 64, seed) { BackboneUnits = 64, Dropout = 0.3f }, seed)),
        Model("ltc", "LTC 32 over gaps", 0.658, (inputs, seed) => new LtcCell(inputs, 32, seed)),
        Model("gru", "GRU 64 over gaps", null, (inputs, seed) => new GruCell(inputs, 64, seed)),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var outcomes = folder.Find("physionet2012", "Outcomes-a.txt", Source);
        var set = SequenceSet.Of(Outcomes(outcomes).OrderBy(patient => patient.Record, StringComparer.Ordinal)
            .Select(patient => Read(folder.Find("physionet2012", $"set-a/{patient.Record}.txt", Source), patient.Died)));
        var order = new NumpyRandom(42).Permutation(set.Count);
        var test = set.Count / 5;
        var validation = test + (set.Count - test) / 8;
        return new(set.Subset(order[validation..]), set.Subset(order[test..validation]), set.Subset(order[..test]));
    }

    static List<(string Record, int Died)> Outcomes(string path)
    {
        using var reader = Open(path);
        var outcomes = new List<(string, int)>();
        foreach (var row in reader)
            outcomes.Add((row["RecordID"].ToString(), row["In-hospital_death"].Parse<int>()));
        return outcomes;
    }

    static Sequence Read(string path, int died)
    {
        using var reader = Open(path);
        var hours = new SortedDictionary<int, (float[] Sums, int[] Counts)> { [0] = (new float[Features], new int[Features]) };
        foreach (var row in reader)
        {
            var feature = Array.IndexOf(Parameters, row["Parameter"].ToString());
            var value = row["Value"].Parse<float>();

            // What was not measured at admission is written as -1.
            if (feature < 0 || value < 0 || !CanBe(Parameters[feature], value))
                continue;
            if (Skewed.Contains(Parameters[feature]))
                value = MathF.Log(1 + value);
            var hour = int.Parse(row["Time"].Span[..2], CultureInfo.InvariantCulture);
            if (!hours.TryGetValue(hour, out var readings))
                hours[hour] = readings = (new float[Features], new int[Features]);
            readings.Sums[feature] += value;
            readings.Counts[feature]++;
        }

        int[] times = [.. hours.Keys];
        return new(Matrix<float>.Build.DenseOfRows(hours.Values.Select(readings => readings.Sums.Zip(
            readings.Counts, (sum, count) => count > 0 ? sum / count : float.NaN))))
        {
            Timespans = [.. times.Zip(times.Prepend(0), (now, before) => (float)(now - before))],
            Label = died,
        };
    }

    static bool CanBe(string parameter, float value) =>
        parameter == "pH" ? value is >= 6 and <= 8 : value > 0 || !NeverZero.Contains(parameter);

    static SepReader Open(string path) =>
        Sep.New(',').Reader(options => options with { CultureInfo = CultureInfo.InvariantCulture }).FromFile(path);

    static TrainedModel Model(string name, string title, double? published, Func<int, int, LiquidCell> cell) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (training, seed) => LiquidNetwork
            .Classifier(new MissingValueCell(Features, inputs => cell(inputs, seed)), classes: 2, seed)
            .Standardized(training),
        Training = new()
        {
            Epochs = 30,
            BatchSize = 64,
            Optimizer = new Adam(0.002f) { WeightDecay = 0.01f },
            EmaDecay = 0.99f,
            Loss = new SoftmaxCrossEntropy { ClassWeights = [1, 6] },
            Schedule = LearningRateSchedule.Cosine(),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
