using System.Text;
using nietras.SeparatedValues;

namespace LiquidNet.Data.Tables;

/// <summary>Reads the rows of a text with a header, and knows where it is.</summary>
/// <remarks>Lines with nothing in them, or separators only, are no rows. Where rows have one field more than the header has names, it is
/// the first if that is quoted, as R names rows, and the last if that is empty; if neither or both hold, the file is
/// ambiguous.</remarks>
sealed class CsvReader : IDisposable
{
    const char ByteOrderMark = '\uFEFF';
    const int MostNames = 100;

    readonly CsvSource source;
    readonly TextReader text;
    readonly SepReader reader;
    readonly Func<bool> moveNext;
    readonly bool isStep;
    readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    Surplus? surplus;
    string? rowName;

    CsvReader(CsvSource source, TableColumns columns, TextReader text)
    {
        this.source = source;
        this.text = text;
        Guarded(SkipByteOrderMarks);
        var separator = columns.Options.Separator is { } known ? Sep.New(known) : Sep.Auto;
        reader = Guarded(() => separator.Reader(reading => reading with
        {
            HasHeader = false,
            Unescape = true,
            Trim = SepTrim.Outer,
            DisableColCountCheck = true,
        }).From(text));
        moveNext = reader.MoveNext;
        if (!MoveToContent())
            throw new InvalidDataException($"{source.Name} is empty; a header with the names of the columns is expected.");
        Header = ReadHeader();
        isStep = columns is { Id: null, Time: null };
    }

    /// <summary>The names of the columns; empty where a column has none.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Where the present row begins.</summary>
    public CsvPlace Place => new(source.Name, reader.Current.LineNumberFrom);

    /// <summary>Opens a text and reads its header.</summary>
    public static CsvReader Open(CsvSource source, TableColumns columns)
    {
        var text = source.Open();
        try
        {
            return new(source, columns, text);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        text.Dispose();
    }

    /// <summary>The place of a column; null where the header does not name it.</summary>
    public int? Find(string column) => indexOf.TryGetValue(column, out var index) ? index : null;

    /// <summary>Goes on to the next row.</summary>
    public bool Read()
    {
        if (!MoveToContent())
            return surplus is null ? throw new InvalidDataException($"{source.Name} has a header and no rows.") : false;
        var isNamed = reader.Current.Span.TrimStart(' ').StartsWith('"'); // before fields are taken, which takes their quotes
        var fields = reader.Current.ColCount;
        surplus ??= fields == Header.Count + 1 ? SurplusOf(isNamed) : Surplus.None;
        var expected = Header.Count + (surplus == Surplus.None ? 0 : 1);
        if (fields != expected)
            throw Fault($"{expected} fields are expected but there are {fields}");
        var isAsBefore = surplus switch
        {
            Surplus.RowName => isNamed && IsNewName(),
            Surplus.Separator => reader.Current[fields - 1].Span.IsWhiteSpace(),
            _ => true,
        };
        return isAsBefore ? true : throw SurplusFault();
    }

    /// <summary>A field of the present row, without the space around it.</summary>
    public ReadOnlySpan<char> Field(int column) => reader.Current[column + (surplus == Surplus.RowName ? 1 : 0)].Span.Trim();

    /// <summary>An error that names the present row.</summary>
    public InvalidDataException Fault(string fault, string? column = null) => Place.Fault(fault, column);

    /// <summary>Refuses a header with other columns than that of another reader.</summary>
    public void CheckNames(CsvReader other)
    {
        if (other.indexOf.Keys.FirstOrDefault(column => Find(column) is null) is { } lacking)
            throw HeaderFault($"there is no column {Excerpt(lacking)}, which {other.source.Name} has");
        if (indexOf.Keys.FirstOrDefault(column => other.Find(column) is null) is { } further)
            throw HeaderFault($"column {Excerpt(further)} is not in {other.source.Name}");
    }

    /// <summary>An error that names the header, and how many further texts have the same one.</summary>
    public InvalidDataException HeaderFault(string fault, int further = 0)
    {
        var others = further > 0 ? FormattableString.Invariant($" and {further} more") : "";
        var names = Header.Where(name => name.Length > 0).Take(MostNames).Select(name => Excerpt(name));
        return new($"{source.Name}{others}: {fault}; the header names {string.Join(", ", names)}.");
    }

    /// <summary>The start of a field, short enough for a message.</summary>
    public static string Excerpt(ReadOnlySpan<char> field)
    {
        const int Longest = 40;
        return field.Length <= Longest ? $"'{field}'" : $"'{field[..Longest]}...'";
    }

    /// <summary>Leaves out what a decoder leaves of byte order marks: they would stand before the first quotation mark.</summary>
    bool SkipByteOrderMarks()
    {
        while (text.Peek() == ByteOrderMark)
            text.Read();
        return true;
    }

    string[] ReadHeader()
    {
        var names = new string[reader.Current.ColCount];
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = reader.Current[column].Span.Trim().ToString();
            if (names[column].Length > 0 && !indexOf.TryAdd(names[column], column))
                throw new InvalidDataException($"{source.Name} has two columns '{names[column]}'; each needs a name of its own.");
        }

        return names;
    }

    /// <summary>Which of the fields of the first row is the one that the header does not name.</summary>
    Surplus SurplusOf(bool isNamed) => (isNamed, reader.Current[reader.Current.ColCount - 1].Span.IsWhiteSpace()) switch
    {
        (true, false) => Surplus.RowName,
        (false, true) => Surplus.Separator,
        _ => throw SurplusFault(),
    };

    InvalidDataException SurplusFault() => Fault(
        $"there is one field more than the {Header.Count} that the header names, and nobody can tell which: name the first column if it "
        + "names the rows, end the header as rows end if they end with a separator, and quote numbers that have a decimal comma");

    /// <summary>Whether the first field is not that of the row before; names of rows are all different, as an id is not.</summary>
    bool IsNewName()
    {
        var name = reader.Current[0].Span;
        if (name.SequenceEqual(rowName))
            return false;
        rowName = name.ToString();
        return true;
    }

    /// <summary>Goes on to the next line that holds something. What has nothing but separators may only be a step, in which nothing was
    /// measured, where rows follow each other at equal times: there it is refused between others.</summary>
    bool MoveToContent()
    {
        CsvPlace? blank = null;
        while (Guarded(moveNext))
        {
            var raw = reader.Current.Span;
            if (raw.Contains('\0'))
            {
                throw new InvalidDataException(
                    $"{source.Name} has characters of value 0, as UTF-16 without a byte order mark has; save it in UTF-8.");
            }

            if (raw.Count('"') % 2 != 0)
                throw Fault("a quotation mark is opened here and not closed");
            if (HasStrayQuote(raw))
                throw Fault("a quotation mark stands within a field that does not begin with one; quote the field, and double its marks");
            if (!HoldsNothing(raw))
                return isStep && blank is { } place ? throw BlankFault(place) : true;
            if (raw.Contains(reader.Spec.Sep.Separator))
                blank ??= Place;
        }

        return false;
    }

    /// <summary>Whether a row has separators and space only, as spreadsheets leave behind a table.</summary>
    bool HoldsNothing(ReadOnlySpan<char> row)
    {
        foreach (var character in row)
        {
            if (character != reader.Spec.Sep.Separator && !char.IsWhiteSpace(character))
                return false;
        }

        return true;
    }

    static InvalidDataException BlankFault(CsvPlace place) => place.Fault(
        "a row holds nothing but separators, and others follow: remove it, or write NA in it if it is a step without a measurement");

    /// <summary>Whether a field that is not quoted has a quotation mark, which would join it with what follows.</summary>
    bool HasStrayQuote(ReadOnlySpan<char> row)
    {
        var (isStart, isQuoted, wasQuoted) = (true, false, false);
        foreach (var character in row)
        {
            if (character == '"' && !isStart && !isQuoted && !wasQuoted)
                return true;
            if (character == '"')
                (isQuoted, wasQuoted) = (!isQuoted, true);
            else if (character == reader.Spec.Sep.Separator && !isQuoted)
                (isStart, wasQuoted) = (true, false);
            isStart &= (character == reader.Spec.Sep.Separator && !isQuoted) || character == ' ';
        }

        return false;
    }

    /// <summary>Runs a step of the parser; its errors, and those of the decoder, become errors of the text.</summary>
    T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{source.Name} is not in UTF-8; save it so.");
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException($"{source.Name} has a row that is too long: is a quotation mark open?", exception);
        }
    }

    /// <summary>The field of a row that the header does not name.</summary>
    enum Surplus
    {
        None,
        RowName,
        Separator,
    }
}
