using LiquidNet.Data.Sets;
using LiquidNet.Data.Tables;

namespace LiquidNet.Data;

/// <summary>Sequences from a table of rows and named columns, such as CSV files: grouped, ordered, their timespans computed, gaps
/// marked.</summary>
/// <remarks>
/// <para>The first line names the columns. Rows of one id are one sequence, wherever they stand; sequences come in the order of their first
/// rows. Rows are ordered by time; rows of one time stay in the order of the file, and the timespan between them is zero, as is the first
/// of a sequence, before which no time is known to have passed. Times
/// reach 2^53, up to which they keep their order and differences.</para>
/// <para>Empty fields, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c> in any case, and what <see cref="CsvOptions.Missing"/>
/// lists, are missing: <c>NaN</c> as a feature or a target value, <see cref="Sequence.MissingLabel"/> as a class. A column of texts becomes
/// one feature for each text, 1 where it stands and 0 elsewhere; one of which most fields look like numbers, such as 38.88 kW, $5, 1e39 or
/// inf, is refused unless it is listed as <see cref="CsvOptions.Categorical"/>. Classes are numbered in the order of their numbers, or of
/// their characters where not all are numbers, or as <see cref="CsvOptions.Classes"/> lists them. Where all are numbers below 2^53, classes
/// and categories are told apart as such: 1, 01 and 1.0 are one.</para>
/// <para>A row is a step, with a column for each feature; or, with <see cref="CsvOptions.NamesFrom"/>, one reading of a variable.</para>
/// <para>Fields may be quoted (RFC 4180), also behind blanks, lines end in any way, empty lines are left out, and rows of nothing but
/// separators (between others only where a column of ids or of time would place them; else they are refused). Columns without a name are
/// left out; where rows have one field more than the header, that is the first if it is quoted, as R names rows, or the last if it is empty
/// in each, and a fault where both or neither is so. Nothing depends on the culture of the machine. A file is read twice: first to find
/// texts and classes. A row has 16 million characters at most.</para>
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

    /// <summary>What the columns mean: by it, new files are read as this one was.</summary>
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

    /// <summary>The names of the columns that are features; for a column of texts, <c>column=text</c> for each.</summary>
    public override IReadOnlyList<string> FeatureNames => Schema.FeatureNames;

    /// <summary>The classes, as the file has them, or the names of the columns of target values.</summary>
    public override IReadOnlyList<string> OutputNames => Schema.OutputNames;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: UTF-8, or UTF-16 and UTF-32 with a byte order mark.</param>
    /// <param name="id">The column that says to which sequence a row belongs; null for one long sequence.</param>
    /// <param name="time">The column that says when a row was: numbers in the model's unit of time, or dates where
    /// <see cref="CsvOptions.Unit"/> is stated; null where rows follow each other at equal times, which makes every timespan 1.</param>
    /// <param name="label">The column with the class of the whole sequence, on which all of its rows that have one agree; other targets
    /// stand in the options.</param>
    /// <param name="options">What else there is to say.</param>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column twice.</exception>
    /// <exception cref="InvalidDataException">The file is not as described; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(
        string path, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read([CsvSource.File(path)], new(id, time, label, options ?? new()));

    /// <summary>Reads a file by the schema of an earlier table, as test files and new data have to be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The <see cref="Schema"/> of the earlier table, or a file of it.</param>
    /// <remarks>Columns may stand in another order, others beside them, and those of targets be absent: what they hold is then not
    /// known.</remarks>
    /// <exception cref="InvalidDataException">The file is not as described, or has a text or a class that the earlier table has not; the
    /// message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(string path, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return TableReader.Read([CsvSource.File(path)], schema);
    }

    /// <summary>Reads several files as one table, such as one for each patient or recording.</summary>
    /// <param name="paths">The files, by the rules for one. Their headers name the same columns, in any order.</param>
    /// <param name="id">The column that says to which sequence a row belongs, rows of which may stand in several files; null where each
    /// file is a sequence, called by its name without the extension, or by its full path where another has that name.</param>
    /// <param name="time">The column that says when a row was; null where rows follow each other at equal times.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">What else there is to say.</param>
    /// <exception cref="ArgumentException">There is no file, or one twice; two kinds of target are given, or a column twice.</exception>
    /// <exception cref="InvalidDataException">A file is not as described; the message names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(
        IReadOnlyList<string> paths, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read(CsvSource.Files(paths), new(id, time, label, options ?? new()));

    /// <summary>Reads several files as one table by the schema of an earlier one.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="schema">The <see cref="Schema"/> of the earlier table, of one file or several.</param>
    /// <exception cref="ArgumentException">There is no file, or one twice.</exception>
    /// <exception cref="InvalidDataException">A file is not as described, or has a text or a class that the earlier table has not; the
    /// message names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read, or is a folder.</exception>
    public static SequenceTable ReadCsv(IReadOnlyList<string> paths, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return TableReader.Read(CsvSource.Files(paths), schema);
    }

    /// <summary>Reads a text in memory, by the rules for files.</summary>
    /// <param name="text">The text, beginning with the names of the columns.</param>
    /// <param name="id">The column that says to which sequence a row belongs; null for one long sequence.</param>
    /// <param name="time">The column that says when a row was; null where rows follow each other at equal times.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">What else there is to say.</param>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column twice.</exception>
    /// <exception cref="InvalidDataException">The text is not as described; the message names line and column.</exception>
    public static SequenceTable ParseCsv(
        string text, string? id = null, string? time = null, string? label = null, CsvOptions? options = null) =>
        Read([CsvSource.Text(text)], new(id, time, label, options ?? new()));

    /// <summary>Reads a file that is larger than memory, some sequences at a time, as the tables are asked for.</summary>
    /// <param name="path">The file; the rows of each sequence stand together.</param>
    /// <param name="sequences">Sequences in a table, at least 1; the last one takes what is left.</param>
    /// <param name="id">The column that says to which sequence a row belongs.</param>
    /// <param name="time">The column that says when a row was; null where rows follow each other at equal times.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>Tables with the same features and classes, which are found by reading the file once when the first is asked for.</returns>
    /// <exception cref="ArgumentException">Two kinds of target are given, or a column twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are to be no sequences in a table.</exception>
    /// <exception cref="InvalidDataException">The file is not as described, or the rows of a sequence do not stand together; the message
    /// names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    public static IEnumerable<SequenceTable> StreamCsv(
        string path, int sequences, string id, string? time = null, string? label = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Stream([CsvSource.File(path)], sequences, new(id, time, label, options ?? new()));
    }

    /// <summary>Reads several files that are together larger than memory, some sequences at a time, as the tables are asked for.</summary>
    /// <param name="paths">The files, one after the other, with the same columns in any order; the rows of each sequence stand together,
    /// the last of a file with the first of the next.</param>
    /// <param name="sequences">Sequences in a table, at least 1; the last one takes what is left.</param>
    /// <param name="id">The column that says to which sequence a row belongs; null where each file is a sequence, called by its name
    /// without the extension, or by its full path where another has that name.</param>
    /// <param name="time">The column that says when a row was; null where rows follow each other at equal times.</param>
    /// <param name="label">The column with the class of the whole sequence.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>Tables with the same features and classes, which are found by reading all files once when the first is asked for.</returns>
    /// <exception cref="ArgumentException">There is no file, or one twice; two kinds of target are given, or a column twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are to be no sequences in a table.</exception>
    /// <exception cref="InvalidDataException">A file is not as described, or the rows of a sequence do not stand together; the message
    /// names file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read, or is a folder.</exception>
    public static IEnumerable<SequenceTable> StreamCsv(
        IReadOnlyList<string> paths, int sequences, string? id = null, string? time = null, string? label = null,
        CsvOptions? options = null) =>
        Stream(CsvSource.Files(paths), sequences, new(id, time, label, options ?? new()));

    /// <summary>When each step of a sequence was.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <returns>Ascending times [<see cref="LengthOf"/>] as in the file, or, for dates, in units since the first moment of 1970 (UTC);
    /// empty without a column of time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public IReadOnlyList<double> TimesOf(int index)
    {
        CheckIndex(index);
        return times[index].AsReadOnly();
    }

    /// <summary>Cuts all sequences at one time.</summary>
    /// <param name="time">The time, as in the file, or in units since the first moment of 1970.</param>
    /// <returns>What lies before it, and what does not: nothing that is known only later is in the first part. Sequences that lie wholly in
    /// one part are not in the other.</returns>
    /// <exception cref="ArgumentException">A part is empty, or the table has no column of time.</exception>
    public (SequenceSet Before, SequenceSet From) SplitAt(double time)
    {
        if (Schema.Columns.Time is null)
            throw new ArgumentException("The table has no column of time to be cut by.", nameof(time));
        return SequenceSplits.Cut(
            this, [.. times.Select(steps => steps.TakeWhile(step => step < time).Count())],
            () => new("Where the sequences are cut, one part is empty.", nameof(time)));
    }

    /// <summary>Cuts all sequences of a table of dates at one moment.</summary>
    /// <param name="time">The moment.</param>
    /// <returns>What lies before it, and what does not.</returns>
    /// <exception cref="ArgumentException">A part is empty, or the column of time does not hold dates.</exception>
    public (SequenceSet Before, SequenceSet From) SplitAt(DateTimeOffset time) => Schema.Columns.Options.Unit is { } unit
        ? SplitAt(CsvDates.UnitsSince1970(time, unit))
        : throw new ArgumentException($"The column of time holds no dates: give a number, or read them with {nameof(CsvOptions.Unit)}.",
            nameof(time));

    /// <summary>What the column of ids has for a sequence; without such a column the name of its file where several were read, else an
    /// empty text.</summary>
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
