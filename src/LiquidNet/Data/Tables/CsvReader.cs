using System.Text;
using nietras.SeparatedValues;

namespace LiquidNet.Data.Tables;

/// <summary>Reads the rows of a text with a header, and knows where it is.</summary>
/// <remarks>Lines with nothing in them are no rows. Where rows have one field more than the header has names, the first is a row number
/// without a name, as R writes it.</remarks>
sealed class CsvReader : IDisposable
{
    const char ByteOrderMark = '\uFEFF';
    const int MostNames = 100;

    readonly CsvSource source;
    readonly TextReader text;
    readonly SepReader reader;
    readonly Func<bool> moveNext;
    readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
    int? rowNumbers;

    CsvReader(CsvSource source, CsvOptions options, TextReader text)
    {
        this.source = source;
        this.text = text;
        var separator = options.Separator is { } known ? Sep.New(known) : Sep.Auto;
        reader = Guarded(() => separator.Reader(reading => reading with
        {
            HasHeader = false,
            Unescape = true,
            DisableColCountCheck = true,
        }).From(text));
        moveNext = reader.MoveNext;
        if (!MoveToContent())
            throw new InvalidDataException($"{source.Name} is empty; a header with the names of the columns is expected.");
        Header = ReadHeader();
    }

    /// <summary>The names of the columns; empty where a column has none.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The line in which the present row begins, counted from 1.</summary>
    public int Line => reader.Current.LineNumberFrom;

    /// <summary>Opens a text and reads its header.</summary>
    public static CsvReader Open(CsvSource source, CsvOptions options)
    {
        var text = source.Open();
        try
        {
            return new(source, options, text);
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
            return false;
        var fields = reader.Current.ColCount;
        rowNumbers ??= fields == Header.Count + 1 ? 1 : 0;
        if (fields != Header.Count + rowNumbers)
            throw Fault($"{Header.Count + rowNumbers} fields are expected but there are {fields}");
        return true;
    }

    /// <summary>A field of the present row, without the space around it.</summary>
    public ReadOnlySpan<char> Field(int column) => reader.Current[column + (rowNumbers ?? 0)].Span.Trim();

    /// <summary>What is wrong in the present row, or in the one of an earlier line.</summary>
    public InvalidDataException Fault(string fault, string? column = null, int? line = null) => new(FormattableString.Invariant(
        $"{source.Name}, line {line ?? Line}{(column is null ? "" : $", column '{column}'")}: {fault}."));

    /// <summary>What is wrong with the header.</summary>
    public InvalidDataException HeaderFault(string fault)
    {
        var names = Header.Where(name => name.Length > 0).Take(MostNames).Select(name => Excerpt(name));
        return new($"{source.Name}: {fault}; the header names {string.Join(", ", names)}.");
    }

    /// <summary>The start of a field, short enough for a message.</summary>
    public static string Excerpt(ReadOnlySpan<char> field)
    {
        const int Longest = 40;
        return field.Length <= Longest ? $"'{field}'" : $"'{field[..Longest]}...'";
    }

    string[] ReadHeader()
    {
        var names = new string[reader.Current.ColCount];
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = reader.Current[column].Span.Trim(ByteOrderMark).Trim().ToString();
            if (names[column].Length > 0 && !indexOf.TryAdd(names[column], column))
                throw new InvalidDataException($"{source.Name} has two columns '{names[column]}'; each needs a name of its own.");
        }

        return names;
    }

    bool MoveToContent()
    {
        while (Guarded(moveNext))
        {
            var raw = reader.Current.Span;
            if (raw.Count('"') % 2 != 0)
                throw Fault("a quotation mark is opened here and not closed");
            if (HasStrayQuote(raw))
                throw Fault("a quotation mark stands within a field that does not begin with one; quote the field, and double its marks");
            if (!raw.IsWhiteSpace())
                return true;
        }

        return false;
    }

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
            isStart &= (character == reader.Spec.Sep.Separator && !isQuoted) || character is ' ' or ByteOrderMark;
        }

        return false;
    }

    /// <summary>What the parser and the decoder say of a text, as a fault of the text.</summary>
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
}
