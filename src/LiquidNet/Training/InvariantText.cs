using System.Globalization;
using System.Text;

namespace LiquidNet.Training;

/// <summary>Texts of records that are the same in every culture.</summary>
static class InvariantText
{
    /// <summary>The name of a record and what its own members print.</summary>
    /// <remarks>
    /// The members that the compiler writes follow the current culture, and those of records outside the library cannot be rewritten, so
    /// the culture of the thread is the invariant one while they print. Of a member that is null they print nothing but its name.
    /// </remarks>
    public static string Of(object record, Func<StringBuilder, bool> printMembers)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var text = new StringBuilder(record.GetType().Name).Append(" { ");
            var hasMembers = printMembers(text);
            text.Replace(" = , ", " = none, ");
            if (hasMembers && text[^1] == ' ')
                text.Append("none");
            return text.Append(hasMembers ? " }" : "}").ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
