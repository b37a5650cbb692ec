namespace LiquidNet.Data;

/// <summary>How a <see cref="SequenceTable"/> reads a CSV file.</summary>
/// <remarks>Columns are given by their names in the header, exactly as written there.</remarks>
public sealed record CsvOptions
{
    /// <summary>The column with the class at every step.</summary>
    /// <value>Default: null, none.</value>
    public string? Labels { get; init; }

    /// <summary>The classes in the order in which they are numbered from 0: class 1 is the positive one of
    /// <see cref="Training.Metric.RocAuc"/> and average precision. A file with any other class is refused; not all need to occur.</summary>
    /// <value>Default: null, for all that the file has, in numerical order, or in the order of their characters if not all are
    /// numbers.</value>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The columns with the target values after the last step; all rows of a sequence that have one must agree.</summary>
    /// <value>Default: empty, none.</value>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>The columns with the target values at every step.</summary>
    /// <value>Default: empty, none.</value>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The columns that are features, in this order.</summary>
    /// <value>Default: null, for all columns that have a name and no other purpose, in the order of the file.</value>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Columns that are neither features nor anything else.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Feature columns whose numbers denote categories, such as room numbers or postal codes: each category becomes a feature of
    /// zeros and ones.</summary>
    /// <value>Default: empty. Text columns are categorical without being listed, unless most of their fields look like numbers.</value>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>For files in long format, with one reading per row (as written by <c>melt</c> in pandas): the column with the name of the
    /// variable that was read. Each variable becomes a feature, and all readings of a sequence at one time become one step, as with
    /// <c>pivot</c> in pandas and <c>pivot_wider</c> in tidyr.</summary>
    /// <value>Default: null; a row is a step, with a column for each feature. In long format a time column and <see cref="ValuesFrom"/> are
    /// required. <see cref="Features"/>, <see cref="Ignore"/> and <see cref="Categorical"/> then list variables; unless listed, features
    /// are in the order of their first reading. A variable without a reading at some time is missing (<c>NaN</c>). Columns without a
    /// purpose are ignored, and only targets of whole sequences are possible.</value>
    public string? NamesFrom { get; init; }

    /// <summary>For files in long format: the column with the value of the reading.</summary>
    /// <value>Default: null.</value>
    public string? ValuesFrom { get; init; }

    /// <summary>For files in long format: how two readings of a variable for the same sequence and time are combined. Missing values do not
    /// count.</summary>
    /// <value>Default: <see cref="DuplicateRule.Refuse"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public DuplicateRule Duplicates
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such rule for duplicates.");
    }

    /// <summary>Further texts that mark a missing feature, target value or class, for example <c>-999</c> or <c>-</c>. A row whose id or
    /// time is missing is refused.</summary>
    /// <value>Default: empty. Empty fields, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c> always mark missing values. A
    /// number matches however it is written, a text in upper or lower case.</value>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>For a time column of dates and times: the length of the model's unit of time, such as
    /// <c>TimeSpan.FromHours(1)</c>.</summary>
    /// <value>Above zero; null (the default) if the column holds numbers, in the model's unit of time.</value>
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

    /// <summary>The format of dates and times, as in <see cref="DateTimeOffset.ParseExact(string, string, IFormatProvider?)"/>, for example
    /// <c>dd.MM.yyyy HH:mm</c>.</summary>
    /// <value>Must contain year, month and day, as nothing is filled in from the clock. Default: null, for dates with a four-digit year
    /// first, as in ISO 8601, or with the name of the month; in all others day and month could be confused. Times without an offset are
    /// UTC.</value>
    public string? DateFormat { get; init; }

    /// <summary>The column with the time of day, if the time column holds only the date.</summary>
    /// <value>Default: null; date and time are in one column, and a date without a time is midnight. With two columns,
    /// <see cref="DateFormat"/> gives both formats with a blank between them, for example <c>d/M/yyyy H:mm:ss</c>.</value>
    public string? TimeOfDay { get; init; }

    /// <summary>The character between two fields.</summary>
    /// <value>Default: null, for whichever of comma, semicolon, tab and vertical bar the header has.</value>
    public char? Separator { get; init; }

    /// <summary>The decimal separator of numbers: a point or a comma, whatever the culture of the machine.</summary>
    /// <value>Default: a point.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is another character.</exception>
    public char DecimalSeparator
    {
        get;
        init => field = value is '.' or ','
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The decimal separator is a point or a comma.");
    } = '.';

    /// <summary>The thousands separator of numbers, as in 1,234.5 or 1'234.5: a point, a comma, an apostrophe (also for the typographic
    /// one) or a blank (also for narrow and non-breaking ones); not the same as <see cref="DecimalSeparator"/>.</summary>
    /// <value>Default: null, for none; a number with separators is then refused. If set, numbers without separators are read too, and a
    /// separator not followed by exactly three digits is refused.</value>
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
