namespace LiquidNet.Data.Tables;

/// <summary>Reads what a schema says out of the rows of one text.</summary>
/// <remarks>A text read by the schema of another may lack the columns of targets: they are then not known.</remarks>
sealed class RowReader : IDisposable
{
    readonly TableSchema schema;
    readonly CsvReader reader;
    readonly DateOffsets offsets;
    readonly string sequence;
    readonly int[] featurePlaces;
    readonly int?[] targetPlaces;
    readonly int? idPlace;
    readonly int? timePlace;
    readonly int? timeOfDayPlace;
    readonly int? classPlace;
    readonly int valuePlace;

    public RowReader(CsvSource source, TableSchema schema, DateOffsets offsets)
    {
        (this.schema, this.offsets) = (schema, offsets);
        sequence = source.Sequence;
        reader = CsvReader.Open(source, schema.Columns);
        var columns = schema.Columns;
        featurePlaces = columns.IsLong ? [] : [.. schema.Features.Select(feature => Required(feature.Column))];
        targetPlaces = [.. columns.TargetColumns.Select(reader.Find)];
        idPlace = columns.Id is { } id ? Required(id) : null;
        if (columns.IsLong)
        {
            Required(columns.Options.NamesFrom!);
            valuePlace = Required(columns.Options.ValuesFrom!);
        }

        timePlace = columns.Time is { } time ? Required(time) : null;
        timeOfDayPlace = columns.Options.TimeOfDay is { } timeOfDay ? Required(timeOfDay) : null;
        classPlace = columns.ClassColumn is { } named ? reader.Find(named) : null;
    }

    /// <summary>When the present row was; null without a column of time.</summary>
    public double? Time { get; private set; }

    public void Dispose() => reader.Dispose();

    /// <summary>Goes on to the next row.</summary>
    public bool Read()
    {
        if (!reader.Read())
            return false;
        Time = timePlace is { } place ? ReadTime(Known(place, schema.Columns.Time)) : null;
        return true;
    }

    /// <summary>Which sequence the present row belongs to: the one of the text where no column says.</summary>
    public ReadOnlySpan<char> Id
    {
        get
        {
            if (idPlace is not { } place)
                return sequence;
            var id = reader.Field(place);
            return id.IsEmpty || schema.Text.IsListedAsMissing(id)
                ? throw Unknown("to which sequence it belongs", id, schema.Columns.Id)
                : id;
        }
    }

    /// <summary>Appends what the columns of features hold in the present row.</summary>
    public void AddFeatures(List<float> values)
    {
        for (var index = 0; index < featurePlaces.Length; index++)
            values.Add(schema.Features[index].Read(reader, reader.Field(featurePlaces[index]), schema.Text));
    }

    /// <summary>The feature that the present row reads; null if its variable is no feature.</summary>
    public int? Variable() => schema.PlaceOf(VariableScan.NameIn(reader, schema.Columns.Options));

    /// <summary>The reading in the present row.</summary>
    /// <param name="feature">The place of its variable among the features.</param>
    public float Reading(int feature) => schema.Features[feature].Read(reader, reader.Field(valuePlace), schema.Text);

    /// <summary>The class in the present row.</summary>
    public int Label()
    {
        if (classPlace is not { } place || reader.Field(place) is var field && schema.Text.IsMissing(field))
            return Sequence.MissingLabel;
        return schema.Classes!.PlaceOf(reader, field, schema.Columns.ClassColumn!, "classes");
    }

    /// <summary>Appends the target values of the present row.</summary>
    public void AddTargets(List<float> targets)
    {
        for (var index = 0; index < targetPlaces.Length; index++)
            targets.Add(Target(index));
    }

    /// <summary>Takes over the class of the present row, which has to be that of the rows before.</summary>
    public void Agree(ref int label)
    {
        var present = Label();
        if (present == Sequence.MissingLabel)
            return;
        if (label != Sequence.MissingLabel && label != present)
        {
            throw reader.Fault(
                $"the class '{schema.OutputNames[present]}' differs from '{schema.OutputNames[label]}' in an earlier row of its sequence; "
                + $"classes that change from step to step are {nameof(CsvOptions.Labels)}",
                schema.Columns.ClassColumn);
        }

        label = present;
    }

    /// <summary>Takes over the target values of the present row, which have to be those of the rows before.</summary>
    public void Agree(Span<float> target)
    {
        for (var index = 0; index < target.Length; index++)
        {
            var present = Target(index);
            if (float.IsNaN(present))
                continue;
            if (!float.IsNaN(target[index]) && target[index] != present)
            {
                throw reader.Fault(
                    FormattableString.Invariant($"the value {present} differs from {target[index]} in an earlier row of its sequence; ")
                    + $"values that change from step to step are {nameof(CsvOptions.Targets)}",
                    schema.Columns.TargetColumns[index]);
            }

            target[index] = present;
        }
    }

    /// <summary>An error that names the present row.</summary>
    public InvalidDataException Fault(string fault) => reader.Fault(fault, schema.Columns.Id);

    /// <summary>An error that names the reading in the present row.</summary>
    public InvalidDataException ReadingFault(string fault) => reader.Fault(fault, schema.Columns.Options.ValuesFrom);

    /// <summary>Where the present row begins.</summary>
    public CsvPlace Place => reader.Place;

    float Target(int index) => targetPlaces[index] is { } place
        ? FeatureColumn.Number(reader, schema.Columns.TargetColumns[index], reader.Field(place), schema.Text)
        : float.NaN;

    /// <summary>A field of the time of the present row, which may not be missing.</summary>
    ReadOnlySpan<char> Known(int place, string? column) => reader.Field(place) is var field && schema.Text.IsMissing(field)
        ? throw Unknown("when it was", field, column)
        : field;

    InvalidDataException Unknown(string fact, ReadOnlySpan<char> field, string? column) =>
        reader.Fault($"a row has to say {fact}, but the field is {CsvReader.Excerpt(field)}", column);

    double ReadTime(ReadOnlySpan<char> field)
    {
        var time = TimeIn(field);
        return Math.Abs(time) < CsvText.LeastInexactInteger
            ? time
            : throw reader.Fault(
                $"the time {CsvReader.Excerpt(field)} is too large to be told from its neighbours, which ends at 2^53: take a larger unit, "
                + "or count from a later moment",
                schema.Columns.Time);
    }

    double TimeIn(ReadOnlySpan<char> field)
    {
        if (schema.Columns.Options.Unit is { } unit)
        {
            if (timeOfDayPlace is { } place)
                field = $"{field} {Known(place, schema.Columns.Options.TimeOfDay)}";
            if (!schema.Dates.TryDate(field, unit, out var date))
            {
                throw reader.Fault(
                    $"a date with time is expected but is {CsvReader.Excerpt(field)}"
                    + (schema.Text.TryNumber(field, out double _)
                        ? $"; where times are numbers, in the model's unit of time, leave {nameof(CsvOptions.Unit)} out"
                        : schema.Dates.Remedy),
                    schema.Columns.Time);
            }

            offsets.Check(field, reader.Place, schema.Columns.Time);
            return date;
        }

        return schema.Text.TryNumber(field, out double time)
            ? time
            : throw reader.Fault(
                $"a number is expected but is {CsvReader.Excerpt(field)}{schema.Text.ReasonOf(field)}; for dates state "
                + $"{nameof(CsvOptions.Unit)}, how long the model's unit of time is",
                schema.Columns.Time);
    }

    int Required(string column)
    {
        if (reader.Find(column) is { } place)
            return place;
        var fault = reader.HeaderFault($"there is no column {CsvReader.Excerpt(column)}");
        reader.Dispose();
        throw fault;
    }
}
