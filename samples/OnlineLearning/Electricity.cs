using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>A half-hour of the electricity market of New South Wales.</summary>
/// <param name="Features">Time of day, price and demand there and in Victoria, and what is transferred, each from 0 to 1.</param>
/// <param name="IsUp">Whether the price is above its mean over the last 24 hours.</param>
sealed record Electricity(float[] Features, bool IsUp)
{
    const int Columns = 7;

    /// <summary>Reads Elec2.</summary>
    /// <exception cref="InvalidDataException">A row is not six numbers and a label of 0 or 1.</exception>
    public static IReadOnlyList<Electricity> Load(DataFolder folder)
    {
        var path = folder.Find("elec2", "electricity.csv", "github.com/adaptive-machine-learning/CapyMOA (data/electricity.csv)");
        return [.. File.ReadLines(path).Skip(1).Select((line, row) => Parse(line, $"{path}, line {row + 2}"))];
    }

    static Electricity Parse(string line, string place)
    {
        var cells = line.Split(',');
        var features = new float[Columns - 1];
        for (var at = 0; at < features.Length && cells.Length == Columns; at++)
            features[at] = float.TryParse(cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : float.NaN;
        return cells.Length == Columns && features.All(float.IsFinite) && cells[^1] is "0" or "1"
            ? new(features, cells[^1] == "1")
            : throw new InvalidDataException($"{place}: expected six numbers and a label of 0 or 1, but found '{line}'.");
    }
}
