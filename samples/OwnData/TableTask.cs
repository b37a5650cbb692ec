using LiquidNet.Cells;
using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>What is to be learned from a table: which part of it trains, which chooses, which tests.</summary>
abstract class TableTask(SequenceTable table)
{
    /// <summary>The shares of the parts that train and that choose; the rest tests.</summary>
    protected const double TrainingShare = 0.6, ValidationShare = 0.2;

    /// <summary>The table.</summary>
    public SequenceTable Table => table;

    /// <summary>What networks learn from.</summary>
    public abstract SequenceSet Training { get; }

    /// <summary>What chooses the epoch and the model.</summary>
    public abstract SequenceSet Validation { get; }

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
    public IReadOnlyList<string> OutputNames => Training.ClassNames;

    /// <summary>What is measured on the test part; less is better.</summary>
    public string Measure => IsClasses ? "wrong, %" : "RMSE";

    /// <summary>Reads the table that the options name, and divides it.</summary>
    public static TableTask Open(SampleOptions options)
    {
        TimeSpan? unit = options.Unit switch
        {
            ClockUnit.Seconds => TimeSpan.FromSeconds(1),
            ClockUnit.Minutes => TimeSpan.FromMinutes(1),
            ClockUnit.Hours => TimeSpan.FromHours(1),
            ClockUnit.Days => TimeSpan.FromDays(1),
            _ => null,
        };
        var table = SequenceTable.ReadCsv(options.Csv!, options.Id, options.Time, options.Label, new()
        {
            DateFormat = options.DateFormat,
            DecimalSeparator = options.HasDecimalComma ? ',' : '.',
            Unit = unit,
            Labels = options.Labels,
            Targets = options.Targets,
            Ignore = options.Ignore,
            Categorical = options.Categorical,
        });
        return options.Forecast.Count > 0 ? new ForecastTask(table, options) : new KnownTargetTask(table, options);
    }

    /// <summary>Makes a network of a cell, for numbers in the table's units.</summary>
    public LiquidNetwork Network(LiquidCell cell, int seed)
    {
        var network = IsClasses
            ? LiquidNetwork.Classifier(cell, Training.Classes, seed)
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
        : Math.Sqrt(predictions.Average(prediction => Math.Pow(prediction.Value - prediction.Target, 2)));

    /// <summary>How many features there are, in words.</summary>
    protected string FeatureCount => table.Features == 1 ? "one feature" : $"{table.Features} features";

    /// <summary>When a step was: its time, or its number where the table has no times.</summary>
    protected double TimeOf(int sequence, int step) => table.TimesOf(sequence) is { Count: > 0 } times ? times[step] : step;
}
