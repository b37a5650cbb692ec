using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>What is to be learned from a table: which part of it trains, which chooses, which tests.</summary>
abstract class TableTask(SequenceTable table, SampleOptions options)
{
    /// <summary>The shares of the parts that train and that choose; the rest tests.</summary>
    protected const double TrainingShare = 0.6, ValidationShare = 0.2;

    /// <summary>Characters of a table in which its first date is looked for.</summary>
    const int BeginningLength = 65_536;

    /// <summary>The table.</summary>
    public SequenceTable Table => table;

    /// <summary>How its times read.</summary>
    public TimeScale Times { get; } = Scale(table, options);

    /// <summary>Whether it says when a row was.</summary>
    public bool HasTimes => table.TimesOf(0).Count > 0;

    /// <summary>The name of the column of time, or what there is instead.</summary>
    public string TimeName => options.Time ?? "row";

    /// <summary>The unit of time, where times are dates.</summary>
    public string? UnitName => options.Unit?.ToString().ToLowerInvariant();

    /// <summary>What networks learn from.</summary>
    public abstract SequenceSet Training { get; }

    /// <summary>What chooses the epoch and the model.</summary>
    public abstract SequenceSet Validation { get; }

    /// <summary>What networks learn from where coming values are to be learned; null where targets stand in the table.</summary>
    public virtual SequenceWindows? Forecast => null;

    /// <summary>What tests classes; null where values are to be learned.</summary>
    public virtual SequenceSet? TestClasses => null;

    /// <summary>What is to be learned, in words.</summary>
    public abstract string Description { get; }

    /// <summary>The name of the model that learns nothing.</summary>
    public abstract string BaselineName { get; }

    /// <summary>Whether targets are classes.</summary>
    public bool IsClasses => Training.Classes > 0;

    /// <summary>Whether readings are missing.</summary>
    public bool HasGaps { get; } =
        Enumerable.Range(0, table.Count).Any(index => table.ToSequence(index).Values.Exists(float.IsNaN));

    /// <summary>The names of classes or outputs.</summary>
    public IReadOnlyList<string> OutputNames => Training.OutputNames;

    /// <summary>What is measured on every part; less is better.</summary>
    public string Measure => IsClasses ? "wrong, %" : OutputNames is [var only] ? $"RMSE of {only}" : "RMSE, standardised";

    /// <summary>The measure within a sentence.</summary>
    public string MeasureInSentence => IsClasses ? "share of wrong classes in per cent"
        : OutputNames.Count > 1 ? "standardised RMSE" : Measure;

    /// <summary>What the measure is, in a sentence.</summary>
    public string MeasureInWords => IsClasses ? "Errors are the share of wrong classes, in per cent."
        : OutputNames.Count == 1 ? "Errors are root mean squared ones, in the unit of the target."
        : "Errors are root mean squared ones over all outputs, each divided by the deviation of its column in the first part: 1 is that of "
            + "predicting the mean.";

    /// <summary>What the errors of each output are divided by: outputs of different units are standardised.</summary>
    IReadOnlyList<float> Scales =>
        field ??= IsClasses || Training.Outputs == 1 ? [1] : Standardization.FitTargets(Training).StandardDeviation;

    /// <summary>Reads the table that the options name, and divides it.</summary>
    public static TableTask Open(SampleOptions options)
    {
        var columns = new CsvOptions
        {
            NamesFrom = options.NamesFrom,
            ValuesFrom = options.ValuesFrom,
            Duplicates = options.Duplicates,
            Missing = options.Missing,
            TimeOfDay = options.TimeOfDay,
            ThousandsSeparator = options.Thousands,
            DateFormat = options.DateFormat,
            DecimalSeparator = options.HasDecimalComma ? ',' : '.',
            Unit = options.TimeUnit,
            Labels = options.Labels,
            Targets = options.Targets,
            Ignore = options.Ignore,
            Categorical = options.Categorical,
        };
        var table = options.Csv is [var only]
            ? SequenceTable.ReadCsv(only, options.Id, options.Time, options.Label, columns)
            : SequenceTable.ReadCsv(options.Csv, options.Id, options.Time, options.Label, columns);
        return options.Forecast.Count > 0 ? new ForecastTask(table, options) : new KnownTargetTask(table, options);
    }

    /// <summary>Makes a network of a cell, for numbers in the table's units.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">Same seed, same network.</param>
    /// <param name="learnsChanges">Whether it learns how far coming values are from the last known ones.</param>
    public LiquidNetwork Network(LiquidCell cell, int seed, bool learnsChanges)
    {
        var network = IsClasses ? LiquidNetwork.Classifier(cell, Training.Classes, seed)
            : learnsChanges ? LiquidNetwork.Forecaster(cell, Forecast!, seed)
            : LiquidNetwork.Regressor(cell, Training.Outputs, seed);
        return network.Standardized(Training);
    }

    /// <summary>What a network says of the test part.</summary>
    public abstract IReadOnlyList<Prediction> Predict(LiquidNetwork network);

    /// <summary>What the model that learns nothing says of it.</summary>
    public abstract IReadOnlyList<Prediction> Baseline();

    /// <summary>How wrong predictions are.</summary>
    public double ErrorOf(IReadOnlyList<Prediction> predictions) => IsClasses
        ? 100 * predictions.Average(prediction => prediction.Value == prediction.Target ? 0.0 : 1)
        : RootMean(OutputNames.Select(output => predictions.Where(prediction => prediction.Output == output)
            .Select(prediction => Math.Pow((double)prediction.Value - prediction.Target, 2)).DefaultIfEmpty(double.NaN).Average()));

    /// <summary>How wrong an evaluation found a network, in the same measure.</summary>
    public double ErrorOf(Evaluation evaluation) => evaluation.Accuracy is { } share
        ? 100 - 100 * share
        : RootMean(evaluation.OutputErrors.Select(error => error.MeanSquaredError));

    /// <summary>How many features there are, in words.</summary>
    protected string FeatureCount => table.Features == 1 ? "one feature" : $"{table.Features} features";

    /// <summary>When a row of a sequence was: its time, or its number where the table has no times.</summary>
    protected double TimeOf(int sequence, int row) => HasTimes ? table.TimesOf(sequence)[row] : row;

    /// <summary>The root of the mean of what squared errors of each output are; those without a target do not count.</summary>
    double RootMean(IEnumerable<double> squares) => Math.Sqrt(
        squares.Zip(Scales, (square, scale) => square / scale / scale).Where(square => !double.IsNaN(square)).Average());

    static TimeScale Scale(SequenceTable table, SampleOptions options)
    {
        if (options.TimeUnit is not { } unit)
            return new(null);
        var format = options.DateFormat ?? TimeScale.FormatIn(Beginning(options.Csv[0]), table.TimesOf(0)[0], unit);
        return new TimeScale(unit, format).Holding(Enumerable.Range(0, table.Count).SelectMany(table.TimesOf));
    }

    static string Beginning(string path)
    {
        using var reader = new StreamReader(path);
        var text = new char[BeginningLength];
        return new(text, 0, reader.ReadBlock(text));
    }
}
