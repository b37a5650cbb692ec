using LiquidNet.Checks;

namespace LiquidNet.Data.Tables;

/// <summary>Which columns of a text serve what.</summary>
/// <param name="Id">Says to which sequence a row belongs; null where all rows are one.</param>
/// <param name="Time">When the row was; null where rows follow each other at equal times.</param>
/// <param name="Label">The class of the sequence.</param>
/// <param name="Options">The rest.</param>
sealed record TableColumns(string? Id, string? Time, string? Label, CsvOptions Options)
{
    /// <summary>The rest.</summary>
    public CsvOptions Options { get; } = Checked(Options);

    /// <summary>What can be learned.</summary>
    public TargetKind TargetKind { get; } = KindOf(Label, Options);

    /// <summary>The column with classes.</summary>
    public string? ClassColumn => Label ?? Options.Labels;

    /// <summary>The columns with target values.</summary>
    public IReadOnlyList<string> TargetColumns => Options.Target.Count > 0 ? Options.Target : Options.Targets;

    /// <summary>The features among the columns of a header, which has to name all columns that serve something.</summary>
    public IReadOnlyList<string> FeaturesOf(CsvReader reader)
    {
        HashSet<string?> used = [Id, Time, ClassColumn, .. TargetColumns, .. Options.Ignore];
        foreach (var column in used.Concat(Options.Features ?? []).Concat(Options.Categorical))
        {
            if (column is not null && reader.Find(column) is null)
                throw reader.HeaderFault($"there is no column {CsvReader.Excerpt(column)}");
        }

        var features = Options.Features ?? [.. reader.Header.Where(column => column.Length > 0 && !used.Contains(column))];
        return features.Count > 0 ? features : throw reader.HeaderFault("no column is left for features");
    }

    static CsvOptions Checked(CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.NoneTwice(options.Features ?? [], $"{nameof(CsvOptions)}.{nameof(options.Features)}", nameof(options));
        Require.NoneTwice(options.Target, $"{nameof(CsvOptions)}.{nameof(options.Target)}", nameof(options));
        Require.NoneTwice(options.Targets, $"{nameof(CsvOptions)}.{nameof(options.Targets)}", nameof(options));
        return options;
    }

    static TargetKind KindOf(string? label, CsvOptions options)
    {
        TargetKind[] kinds =
        [
            .. label is null ? [] : (TargetKind[])[TargetKind.SequenceLabel],
            .. options.Labels is null ? [] : (TargetKind[])[TargetKind.StepLabels],
            .. options.Target.Count == 0 ? [] : (TargetKind[])[TargetKind.SequenceValues],
            .. options.Targets.Count == 0 ? [] : (TargetKind[])[TargetKind.StepValues],
        ];
        return kinds switch
        {
            [] => TargetKind.None,
            [var kind] => kind,
            _ => throw new ArgumentException(
                $"Sequences have one kind of target, but columns are given for {string.Join(" and ", kinds)}.", nameof(options)),
        };
    }
}
