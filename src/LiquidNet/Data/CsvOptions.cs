namespace LiquidNet.Data;

/// <summary>How a <see cref="SequenceTable"/> reads a text file of rows and columns.</summary>
/// <remarks>Columns are named as the header names them, letter for letter.</remarks>
public sealed record CsvOptions
{
    /// <summary>The column with the class at every step.</summary>
    /// <value>Default: null, none.</value>
    public string? Labels { get; init; }

    /// <summary>The classes in the order in which they are numbered from 0: class 1 is the one that
    /// <see cref="Training.Metric.RocAuc"/> and average precision speak of. Others in a file are refused; some may be absent.</summary>
    /// <value>Default: null, all that the file has, in the order of their numbers, or of their characters where one is none.</value>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The columns with the target values after the last step; all rows of a sequence that have one must agree.</summary>
    /// <value>Default: empty, none.</value>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>The columns with the target values at every step.</summary>
    /// <value>Default: empty, none.</value>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The columns that a model sees, in this order.</summary>
    /// <value>Default: null, all columns that have a name and serve nothing else, in the order of the file.</value>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Columns that are no features, although they serve nothing else.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Feature columns whose numbers name categories, as room or postal codes do: each becomes a feature of zeros and
    /// ones.</summary>
    /// <value>Default: empty. Columns of texts are categories without being listed, unless most of their fields look like
    /// numbers.</value>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>The column with the name of the variable that a row reads, where each row holds one reading (long format, as
    /// <c>melt</c> in pandas makes it): each variable becomes a feature, and the readings of one time of a sequence become one step, as
    /// by pandas' <c>pivot</c> and tidyr's <c>pivot_wider</c>.</summary>
    /// <value>Default: null, a row is a step and has a column for each feature. With this and <see cref="ValuesFrom"/>, a column of time
    /// is needed; <see cref="Features"/>, <see cref="Ignore"/> and <see cref="Categorical"/> list variables, features come in the order
    /// in which they are first seen unless they are listed, and what no row reads at a time is missing (<c>NaN</c>). Columns that serve
    /// nothing are left out. Targets are those of whole sequences.</value>
    public string? NamesFrom { get; init; }

    /// <summary>The column with the value of the reading, where <see cref="NamesFrom"/> names its variable.</summary>
    /// <value>Default: null.</value>
    public string? ValuesFrom { get; init; }

    /// <summary>What becomes of two readings of one variable at one time of a sequence, where each row holds one; missing values
    /// do not count.</summary>
    /// <value>Default: <see cref="DuplicateRule.Refuse"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public DuplicateRule Duplicates
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such rule for duplicates.");
    }

    /// <summary>Further texts that mean that nothing was measured, as a feature, a target value or a class, for example <c>-999</c> or
    /// <c>-</c>; a row that has one as its id or time is refused.</summary>
    /// <value>Default: empty; empty fields, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c> mean so in any case. Numbers are
    /// meant however they are written, texts in upper and lower case.</value>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>How long the model's unit of time is on the clock, where the column of time holds dates with times.</summary>
    /// <value>Above zero; null (the default) where the column holds numbers, in the model's unit of time.</value>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    public TimeSpan? Unit
    {
        get;
        init
        {
            if (value is { } unit)
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(unit, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>How dates with times are written, as in <see cref="DateTimeOffset.ParseExact(string, string, IFormatProvider?)"/>, for
    /// example <c>dd.MM.yyyy HH:mm</c>.</summary>
    /// <value>Year, month and day, for none is taken from the machine's clock. Default: null, with a year of four digits that comes first,
    /// as in ISO 8601, or with the name of the month: in others day and month could change places. Without an offset they are UTC.</value>
    public string? DateFormat { get; init; }

    /// <summary>The column with the time of day, where the column of time holds the date alone.</summary>
    /// <value>Default: null, date and time stand in one column; a date without a time is its first moment. With two columns
    /// <see cref="DateFormat"/> says how both are written, with a blank between them, for example <c>d/M/yyyy H:mm:ss</c>.</value>
    public string? TimeOfDay { get; init; }

    /// <summary>What stands between two fields.</summary>
    /// <value>Default: null, whichever of comma, semicolon, tab and bar the header has.</value>
    public char? Separator { get; init; }

    /// <summary>What stands before the decimals of a number: a point or a comma, in every culture.</summary>
    /// <value>Default: a point.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is another character.</exception>
    public char DecimalSeparator
    {
        get;
        init => field = value is '.' or ','
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The decimal separator is a point or a comma.");
    } = '.';

    /// <summary>What stands between the thousands of a number, as in 1,234.5 or 1'234.5: a point, a comma, an apostrophe or a blank (which
    /// stand for a typographic apostrophe and for narrow and protected blanks, too); another one than
    /// <see cref="DecimalSeparator"/>.</summary>
    /// <value>Default: null, nothing; a number that has such marks is refused. Where it is set, numbers without marks are read too, and
    /// marks that have not exactly three digits behind them are refused.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is another character.</exception>
    public char? ThousandsSeparator
    {
        get;
        init => field = value is null or ',' or '.' or '\'' or ' '
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "What stands between thousands is a point, a comma, an apostrophe or a blank.");
    }
}
