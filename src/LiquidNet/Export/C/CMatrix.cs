
namespace LiquidNet.Export.C;

/// <summary>A matrix in C, an output's inputs side by side: all of them, or a list of those that are not zero.</summary>
/// <param name="weights">The name of the table.</param>
/// <param name="scale">By what the sum of output i is multiplied, or null.</param>
/// <param name="inputs">How many inputs there are; 0 where all weights are zero.</param>
/// <param name="sources">The table of inputs of a list, or null.</param>
/// <param name="starts">The table of the first weight of each output of a list, or null.</param>
sealed class CMatrix(string weights, string? scale, int inputs, string? sources = null, string? starts = null)
{
    /// <summary>Adds the product of output <paramref name="row"/> with a signal to a variable.</summary>
    public void AddProduct(CText text, string row, Func<string, string> x, string sum)
    {
        if (inputs == 0)
            return;
        var part = scale is null ? sum : "part";
        if (scale is not null)
        {
            text.Open();
            text.Line("float part = 0.0f;");
        }

        var (loop, element, input) = (starts, inputs) switch
        {
            (not null, _) => ($"for (int k = {starts}[{row}]; k < {starts}[{row} + 1]; ++k)", $"{weights}[k]", $"{sources}[k]"),
            (null, 1) => (null, $"{weights}[{row}][0]", "0"),
            _ => ($"for (int k = 0; k < {inputs}; ++k)", $"{weights}[{row}][k]", "k"),
        };
        var product = $"{part} += {(scale is null ? "" : "(float)")}{element} * {x(input)};";
        if (loop is null)
        {
            text.Line(product);
        }
        else
        {
            text.Line(loop);
            text.Inner(product);
        }

        if (scale is not null)
        {
            text.Line($"{sum} += {scale.Replace("[i]", $"[{row}]", StringComparison.Ordinal)} * part;");
            text.Close();
        }
    }
}
