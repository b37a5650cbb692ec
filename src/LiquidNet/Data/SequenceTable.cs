using LiquidNet.Data.Sets;
using LiquidNet.Data.Tables;

namespace LiquidNet.Data;

/// <summary>Sequences from CSV files: rows are grouped by id and ordered by time, timespans are computed and gaps marked.</summary>
/// <remarks>
/// <para>The first line names the columns. Rows with the same id form one sequence, wherever they are in the file; sequences are in the
/// order of their first rows. Rows are ordered by time; rows of equal time stay in file order, with a timespan of zero between them. The
/// first timespan of a sequence is zero too, because the time before it is not known. Times may be as large as 2^53; beyond, a double would
/// lose their differences.</para>
/// <para>Missing values are empty fields, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c>, in upper or lower case, and those of
/// <see cref="CsvOptions.Missing"/>. They are read as <c>NaN</c> for features and target values, and as <see cref="Sequence.MissingLabel"/>
/// for classes. A text column becomes one feature per distinct text, 1 where it occurs and 0 elsewhere (one-hot). If most of its fields
/// look like numbers, such as 38.88 kW, $5, 1e39 or inf, it is refused unless <see cref="CsvOptions.Categorical"/> lists it. Classes are
/// numbered in numerical order, in the order of their characters if not all are numbers, or as <see cref="CsvOptions.Classes"/> lists them.
/// If all are numbers below 2^53, classes and categories are compared as numbers: 1, 01 and 1.0 are the same.</para>
/// <para>A row is a step with a column for each feature or, with <see cref="CsvOptions.NamesFrom"/>, a single reading of a variable.</para>
/// <para>Fields may be quoted (RFC 4180), also after blanks, and lines may end in any way. Empty lines are skipped, and so are rows of
/// separators only; between other rows, these are refused unless an id or time column says where rows belong. Columns without a name are
/// ignored. If rows have one field more than the header, it is the first one if that is quoted (the row names of R) or the last one if that
/// is always empty; if both or neither is the case, the file is refused. Nothing depends on the culture of the machine. A file is read
/// twice, the first time to find texts and classes. A row has at most 16 million characters.</para>
/// </remarks>
public sealed class SequenceTable : SequenceSet
{
    /// <summary>Sequences of what the columns hold: a category by its place, which takes the memory of one number.</summary>
    readonly MemorySequenceSet set;
    readonly double[][] times;
    readonly string[] ids;

    internal SequenceTable(TableSchema schema, IReadOnlyList<SequenceRows> rows)
    {
        Schema = schema;
        set = new([.. rows.Select(sequence => sequence.ToSequence())]);
        times = [.. rows.Select(sequence => sequence.Times.ToArray())];
        ids = [.. rows.Select(sequence => sequence.Id)];
    }

    /// <summary>What the columns mean; new files are read by it as this one was.</summary>
    public TableSchema Schema { get; }

    /// <inheritdoc/>
    public override int Count => set.Count;

    /// <inheritdoc/>
    public override int Features => Schema.FeatureNames.Count;

    /// <inheritdoc/>
    public override TargetKind TargetKind => set.TargetKind;

    /// <inheritdoc/>
    public override int Classes => Schema.Classes?.Names.Count ?? 0;

    /// <inheritdoc/>
    public override int Outputs => set.Outputs;

    /// <inheritdoc/>
    public override bool IsWeighted => set.IsWeighted;

    /// <summary>The names of the feature columns; for a text column, <c>column=text</c> for each text.</summary>
    public override IReadOnlyList<string> FeatureNames => Schema.FeatureNames;

    /// <summary>The classes, as the file has them, or the names of the columns of target values.</summary>
    public override IReadOnlyList<string> OutputNames => Schema.OutputNames;

    /// <summary>How long the unit of the timespans is: <see cref="CsvOptions.Unit"/>; null if the column of time holds numbers.</summary>
    public override TimeSpan? TimeUnit => Schema.TimeUnit;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: UTF-8, or UTF-16 and UTF-32 with a byte order mark.</param>
    /// <param name="id">The column with the id of the sequence that a row belongs to; null for a single sequence.</param>
    /// <param name="time">The column with the time of a row: numbers in the model's unit of time, or dates if <see cref="CsvOptions.Unit"/>
    /// is set; null for rows at equal intervals, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence, which must be the same in all rows that have one. Other targets
    /// are set in the options.</param>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column is given twice.</exception>
    /// <exception cref="InvalidDataException">The file does not fit the description; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(
        string path, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read([CsvSource.File(path)], new(id, time, label, options ?? new()));

    /// <summary>Reads a file by the schema of an earlier table: the way to read a test file, or new data.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The <see cref="Schema"/> of the earlier table, or one that was loaded.</param>
    /// <remarks>Columns may be in another order, and there may be further ones. Target columns may be absent; targets are then
    /// missing.</remarks>
    /// <exception cref="InvalidDataException">The file does not fit the description, or has a category or class that the earlier table does
    /// not have; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(string path, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return TableReader.Read([CsvSource.File(path)], schema);
    }

    /// <summary>Reads several files as one table, such as one for each patient or recording.</summary>
    /// <param name="paths">The files, by the rules for one. Their headers have the same columns, in any order.</param>
    /// <param name="id">The column with the id of the sequence that a row belongs to; its rows may be spread over several files. Null if
    /// each file is a sequence; its id is then the file name without the extension, or the full path if two files have the same
    /// name.</param>
    /// <param name="time">The column with the time of a row; null for rows at equal intervals, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no file or one is listed twice, two kinds of target are given, or a column is given
    /// twice.</exception>
    /// <exception cref="InvalidDataException">A file does not fit the description; the message names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(
        IReadOnlyList<string> paths, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read(CsvSource.Files(paths), new(id, time, label, options ?? new()));

    /// <summary>Reads several files as one table by the schema of an earlier one.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="schema">The <see cref="Schema"/> of the earlier table, of one file or several.</param>
    /// <exception cref="ArgumentException">There is no file, or one is listed twice.</exception>
    /// <exception cref="InvalidDataException">A file does not fit the description, or has a category or class that the earlier table does
    /// not have; the message names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(IReadOnlyList<string> paths, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return TableReader.Read(CsvSource.Files(paths), schema);
    }

    /// <summary>Reads a text in memory, by the same rules as a file.</summary>
    /// <param name="text">The text, starting with the header.</param>
    /// <param name="id">The column with the id of the sequence that a row belongs to; null for a single sequence.</param>
    /// <param name="time">The column with the time of a row; null for rows at equal intervals, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column is given twice.</exception>
    /// <exception cref="InvalidDataException">The text does not fit the description; the message names line and column.</exception>
    public static SequenceTable ParseCsv(
        string text, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read([CsvSource.Text(text)], new(id, time, label, options ?? new()));

    /// <summary>Reads a file larger than memory as a series of tables, each read when it is enumerated.</summary>
    /// <param name="path">The file; the rows of each sequence must be consecutive.</param>
    /// <param name="sequences">Sequences per table, at least 1; the last table has the rest.</param>
    /// <param name="id">The column with the id of the sequence that a row belongs to.</param>
    /// <param name="time">The column with the time of a row; null for rows at equal intervals, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <returns>Tables with the same features and classes; to find these, the whole file is read once before the first table.</returns>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of sequences is below 1.</exception>
    /// <exception cref="InvalidDataException">The file does not fit the description, or the rows of a sequence are not consecutive; the
    /// message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static IEnumerable<SequenceTable> StreamCsv(
        string path, int sequences, string id, string? time = null, string? label = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Stream([CsvSource.File(path)], sequences, new(id, time, label, options ?? new()));
    }

    /// <summary>Reads several files, together larger than memory, as a series of tables, each read when it is enumerated.</summary>
    /// <param name="paths">The files, one after the other, with the same columns in any order; the rows of each sequence must be
    /// consecutive, also from the end of one file to the start of the next.</param>
    /// <param name="sequences">Sequences per table, at least 1; the last table has the rest.</param>
    /// <param name="id">The column that says to which sequence a row belongs; null if each file is a sequence; its id is then the file name
    /// without the extension, or the full path if two files have the same name.</param>
    /// <param name="time">The column with the time of a row; null for rows at equal intervals, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <returns>Tables with the same features and classes; to find these, all files are read once before the first table.</returns>
    /// <exception cref="ArgumentException">There is no file or one is listed twice, two kinds of target are given, or a column is given
    /// twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of sequences is below 1.</exception>
    /// <exception cref="InvalidDataException">A file does not fit the description, or the rows of a sequence are not consecutive; the
    /// message names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    public static IEnumerable<SequenceTable> StreamCsv(
        IReadOnlyList<string> paths, int sequences, string? id = null, string? time = null, string? label = null,
        CsvOptions? options = null) =>
        Stream(CsvSource.Files(paths), sequences, new(id, time, label, options ?? new()));

    /// <summary>The time of each step of a sequence.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <returns>Ascending times [<see cref="LengthOf"/>], as in the file, or for dates in units of time since the start of 1970 (UTC);
    /// empty without a time column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public IReadOnlyList<double> TimesOf(int index)
    {
        CheckIndex(index);
        return times[index].AsReadOnly();
    }

    /// <summary>Cuts all sequences at a given time.</summary>
    /// <param name="time">The time, as in the file, or for dates in units of time since the start of 1970 (UTC).</param>
    /// <returns>The steps before that time, and those from then on. Nothing that is known only later is in the first part. A sequence that
    /// lies wholly in one part is not in the other.</returns>
    /// <exception cref="ArgumentException">A part is empty, or the table has no time column.</exception>
    public (SequenceSet Before, SequenceSet From) SplitAt(double time)
    {
        if (Schema.Columns.Time is null)
            throw new ArgumentException("The table has no column of time to be cut by.", nameof(time));
        return SequenceSplits.Cut(
            this, [.. times.Select(steps => steps.TakeWhile(step => step < time).Count())],
            () => new("Where the sequences are cut, one part is empty.", nameof(time)));
    }

    /// <summary>Cuts all sequences of a table with dates at a given moment.</summary>
    /// <param name="time">The moment.</param>
    /// <returns>The steps before that moment, and those from then on.</returns>
    /// <exception cref="ArgumentException">A part is empty, or the time column does not hold dates.</exception>
    public (SequenceSet Before, SequenceSet From) SplitAt(DateTimeOffset time) => Schema.Columns.Options.Unit is { } unit
        ? SplitAt(CsvDates.UnitsSince1970(time, unit))
        : throw new ArgumentException($"The column of time holds no dates: give a number, or read them with {nameof(CsvOptions.Unit)}.",
            nameof(time));

    /// <summary>The id of a sequence, from its column; without such a column, the name of its file if several were read, otherwise an empty
    /// text.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public override string IdOf(int index)
    {
        CheckIndex(index);
        return ids[index];
    }

    /// <inheritdoc/>
    public override int LengthOf(int index) => set.LengthOf(index);

    /// <inheritdoc/>
    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckLength(features.Length, Features, nameof(features));
        set.ReadStep(index, step, features[^set.Features..]);
        Schema.Expand(features);
    }

    /// <inheritdoc/>
    public override void ReadTimespans(int index, Span<float> timespans) => set.ReadTimespans(index, timespans);

    /// <inheritdoc/>
    public override void ReadLabels(int index, Span<int> labels) => set.ReadLabels(index, labels);

    /// <inheritdoc/>
    public override void ReadTargets(int index, int step, Span<float> targets) => set.ReadTargets(index, step, targets);

    /// <inheritdoc/>
    public override void ReadWeights(int index, Span<float> weights) => set.ReadWeights(index, weights);

    static IEnumerable<SequenceTable> Stream(IReadOnlyList<CsvSource> sources, int sequences, TableColumns columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        return Tables();

        IEnumerable<SequenceTable> Tables()
        {
            foreach (var table in TableReader.Stream(sources, TableSchema.Find(sources, columns), sequences))
                yield return table;
        }
    }

    static SequenceTable Read(IReadOnlyList<CsvSource> sources, TableColumns columns) =>
        TableReader.Read(sources, TableSchema.Find(sources, columns));
}
