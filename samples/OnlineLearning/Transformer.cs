using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>The hourly loads and oil temperature of a transformer, as a protocol of forecasting online has them.</summary>
/// <param name="Values">Hours by channels, standardised by the first <see cref="Scaled"/> hours.</param>
sealed record Transformer(float[][] Values)
{
    /// <summary>Hours that means and deviations are taken from: four months of thirty days.</summary>
    public const int Scaled = 4 * Month;

    /// <summary>The first hour that is scored: what is before is there to be tuned on.</summary>
    public const int FirstScored = 5 * Month;

    /// <summary>Loads, useful and useless, and the temperature of the oil.</summary>
    public const int Channels = 7;

    const int Month = 30 * 24, Last = 20 * Month;

    /// <summary>Reads ETTh1 or ETTh2.</summary>
    /// <exception cref="InvalidDataException">A row is not a date and seven numbers, or there are too few.</exception>
    public static Transformer Load(DataFolder folder, string set)
    {
        var path = folder.Find("ett", $"{set}.csv", "github.com/zhouhaoyi/ETDataset (ETT-small)");
        var rows = File.ReadLines(path).Skip(1).Take(Last).Select((line, row) => Parse(line, $"{path}, line {row + 2}")).ToArray();
        if (rows.Length < Last)
            throw new InvalidDataException($"{path}: expected {Last:N0} hours, but found {rows.Length:N0}.");
        for (var channel = 0; channel < Channels; channel++)
        {
            var measured = rows.Take(Scaled).Select(row => (double)row[channel]).ToArray();
            var mean = measured.Average();
            var deviation = Math.Sqrt(measured.Average(value => (value - mean) * (value - mean)));
            foreach (var row in rows)
                row[channel] = (float)((row[channel] - mean) / deviation);
        }

        return new(rows);
    }

    static float[] Parse(string line, string place)
    {
        var cells = line.Split(',');
        var values = cells.Skip(1)
            .Select(cell => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : float.NaN)
            .ToArray();
        return values.Length == Channels && values.All(float.IsFinite)
            ? values
            : throw new InvalidDataException($"{place}: expected a date and {Channels} numbers, but found '{line}'.");
    }
}
