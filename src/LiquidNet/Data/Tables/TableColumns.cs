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
    public CsvOptions Options { get; } = Checked(Options, Time, Label);

    /// <summary>What fields mean.</summary>
    public CsvText Text { get; } = new(Options);

    /// <summary>The classes in the order that the user gives; null where they are found.</summary>
    public CategoryList? ListedClasses { get; } = Listed(Label ?? Options.Labels, Options);

    /// <summary>What can be learned.</summary>
    public TargetKind TargetKind { get; } = KindOf(Label, Options);

    /// <summary>The column with classes.</summary>
    public string? ClassColumn => Label ?? Options.Labels;

    /// <summary>The columns with target values.</summary>
    public IReadOnlyList<string> TargetColumns => Options.Target.Count > 0 ? Options.Target : Options.Targets;

    /// <summary>Whether a row holds one reading of a variable that it names (long format), not one of every variable.</summary>
    public bool IsLong => Options.NamesFrom is not null;

    /// <summary>The features among the columns of a header, which has to name all columns that serve something; none where rows name
    /// them.</summary>
    public IReadOnlyList<string> FeaturesOf(CsvReader reader)
    {
        HashSet<string?> used = [Id, Time, Options.TimeOfDay, ClassColumn, .. TargetColumns, Options.NamesFrom, Options.ValuesFrom];
        if (!IsLong)
            used.UnionWith(Options.Ignore);
        foreach (var column in used.Concat(IsLong ? [] : (Options.Features ?? []).Concat(Options.Categorical)))
        {
            if (column is not null && reader.Find(column) is null)
                throw reader.HeaderFault($"there is no column {CsvReader.Excerpt(column)}");
        }

        if (IsLong)
            return [];
        var features = Options.Features ?? [.. reader.Header.Where(column => column.Length > 0 && !used.Contains(column))];
        return features.Count > 0 ? features : throw reader.HeaderFault("no column is left for features");
    }

    static CsvOptions Checked(CsvOptions options, string? time, string? label)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.NoneTwice(options.Features ?? [], $"{nameof(CsvOptions)}.{nameof(options.Features)}", nameof(options));
        Require.NoneTwice(options.Target, $"{nameof(CsvOptions)}.{nameof(options.Target)}", nameof(options));
        Require.NoneTwice(options.Targets, $"{nameof(CsvOptions)}.{nameof(options.Targets)}", nameof(options));
        foreach (var (texts, name) in ((IEnumerable<string?>, string)[])[
            (options.Missing, nameof(options.Missing)), (options.Classes ?? [], nameof(options.Classes))])
        {
            if (texts.Contains(null))
                throw new ArgumentException($"{nameof(CsvOptions)}.{name} has a null among its texts.", nameof(options));
        }

        if (options.Features?.FirstOrDefault(IsTarget) is { } seen)
        {
            throw new ArgumentException(
                $"Column '{seen}' is what is to be predicted, and among {nameof(CsvOptions)}.{nameof(options.Features)}: the model would "
                + "be told what it is asked. Take it out there; to predict a later value of a feature, forecast it by "
                + $"{nameof(SequenceWindows)}.{nameof(SequenceWindows.Forecast)}.",
                nameof(options));
        }

        CheckLong(options, time);
        if (options.ThousandsSeparator == options.DecimalSeparator)
        {
            throw new ArgumentException(
                $"{nameof(CsvOptions)}.{nameof(options.ThousandsSeparator)} and {nameof(options.DecimalSeparator)} are both "
                + $"'{options.DecimalSeparator}'; nobody could tell 1{options.DecimalSeparator}500 from one and a half.",
                nameof(options));
        }

        if (options.DateFormat is { } format && !CsvDates.IsWhole(format))
        {
            throw new ArgumentException(
                $"{nameof(CsvOptions)}.{nameof(options.DateFormat)} '{format}' does not give year, month and day, and none is guessed; "
                + $"where date and time stand in two columns, name that of the date as time and the other "
                + $"{nameof(CsvOptions)}.{nameof(options.TimeOfDay)}, and give the format of both with a blank between them.",
                nameof(options));
        }

        if (options.TimeOfDay is { } timeOfDay && (time is null || options.Unit is null))
        {
            throw new ArgumentException(
                $"{nameof(CsvOptions)}.{nameof(options.TimeOfDay)} '{timeOfDay}' stands beside a column of dates: name that as time, and "
                + $"state {nameof(options.Unit)}.",
                nameof(options));
        }

        return options;

        bool IsTarget(string column) =>
            column == label || column == options.Labels || options.Target.Contains(column) || options.Targets.Contains(column);
    }

    static void CheckLong(CsvOptions options, string? time)
    {
        const string Names = $"{nameof(CsvOptions)}.{nameof(options.NamesFrom)}";
        var fault = (options.NamesFrom, options.ValuesFrom) switch
        {
            (null, null) when options.Duplicates != DuplicateRule.Refuse =>
                $"{nameof(CsvOptions)}.{nameof(options.Duplicates)} is for rows with one reading each: set {nameof(options.NamesFrom)} and "
                + $"{nameof(options.ValuesFrom)} too.",
            (null, null) => null,
            (null, _) or (_, null) => $"{Names} and {nameof(options.ValuesFrom)} go together: one names the variable of a row, the other "
                + "has its value.",
            _ when options.NamesFrom == options.ValuesFrom => $"{Names} and {nameof(options.ValuesFrom)} are one column; they need two.",
            _ when time is null => $"{Names} expects a column of time: readings of one time are one step.",
            _ when options.Labels is not null || options.Targets.Count > 0 => $"{Names} goes with a label or {nameof(options.Target)} of a "
                + $"sequence, not with {nameof(options.Labels)} or {nameof(options.Targets)} at every step, which has several rows: write "
                + "them into a table with a row for each time.",
            _ => null,
        };
        if (fault is not null)
            throw new ArgumentException(fault, nameof(options));
    }

    static CategoryList? Listed(string? classColumn, CsvOptions options)
    {
        const string Subject = $"{nameof(CsvOptions)}.{nameof(options.Classes)}";
        if (options.Classes is not { } classes)
            return null;
        return classColumn is null
            ? throw new ArgumentException($"{Subject} are listed, but no column of classes is named.", nameof(options))
            : CategoryList.Listed(classes, new(options), Subject, nameof(options));
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
