using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Data.Tables;

/// <summary>The rows of one sequence, as they come, and what they make together.</summary>
sealed class SequenceRows(string id, TableSchema schema)
{
    readonly List<double> times = [];
    readonly List<float> features = [];
    readonly List<int> labels = [];
    readonly List<float> targets = [];
    int label = Sequence.MissingLabel;
    float[]? target;
    Readings? readings;
    CsvPlace first;

    /// <summary>What names the sequence.</summary>
    public string Id => id;

    /// <summary>The number of steps so far: of rows, or of times where rows hold one reading each.</summary>
    public int Count { get; private set; }

    /// <summary>When each row was, in order; empty without a column of time.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>Adds the present row.</summary>
    public void Add(RowReader row)
    {
        if (schema.Columns.IsLong)
            AddReading(row);
        else
            AddStep(row);
        switch (schema.Columns.TargetKind)
        {
            case TargetKind.StepLabels:
                labels.Add(row.Label());
                break;
            case TargetKind.SequenceLabel:
                row.Agree(ref label);
                break;
            case TargetKind.StepValues:
                row.AddTargets(targets);
                break;
            case TargetKind.SequenceValues:
                row.Agree(target ??= NothingKnown());
                break;
        }
    }

    /// <summary>The rows by time, those of one time as they came, as a sequence of what the columns hold.</summary>
    public Sequence ToSequence()
    {
        if (Count == 0)
        {
            throw first.Fault(
                $"no row of {CsvReader.Excerpt(id)} has a reading of a feature; leave the sequence out, or let more variables be features");
        }

        var order = SortByTime();
        var values = Rows(features, schema.Features.Count);
        return schema.Columns.TargetKind switch
        {
            TargetKind.SequenceLabel => new(values) { Timespans = Timespans(), Label = label },
            TargetKind.StepLabels => new(values) { Timespans = Timespans(), Labels = [.. order.Select(row => labels[row])] },
            TargetKind.SequenceValues => new(values) { Timespans = Timespans(), Target = target },
            TargetKind.StepValues => new(values) { Timespans = Timespans(), Targets = Rows(targets, schema.OutputNames.Count) },
            _ => new(values) { Timespans = Timespans() },
        };

        Matrix<float> Rows(List<float> numbers, int columns) =>
            Matrix<float>.Build.Dense(Count, columns, (row, column) => numbers[order[row] * columns + column]);
    }

    void AddStep(RowReader row)
    {
        if (row.Time is { } time)
            times.Add(time);
        row.AddFeatures(features);
        Count++;
    }

    void AddReading(RowReader row)
    {
        if (readings is null)
            (readings, first) = (new(times, features, schema), row.Place);
        readings.Add(row);
        Count = times.Count;
    }

    /// <summary>Which row comes when; the times are in order afterwards.</summary>
    int[] SortByTime()
    {
        var order = new int[Count];
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        if (times.Count == 0)
            return order;
        order = [.. order.OrderBy(row => times[row])];
        var sorted = order.Select(row => times[row]).ToArray();
        times.Clear();
        times.AddRange(sorted);
        return order;
    }

    /// <summary>The time since the row before; none before the first, as in a stream.</summary>
    float[]? Timespans()
    {
        if (times.Count == 0)
            return null;
        var spans = new float[Count];
        for (var row = 1; row < spans.Length; row++)
            spans[row] = (float)(times[row] - times[row - 1]);
        return spans;
    }

    float[] NothingKnown()
    {
        var unknown = new float[schema.OutputNames.Count];
        Array.Fill(unknown, float.NaN);
        return unknown;
    }
}
