using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>Pieces of a long sequence.</summary>
static class Windows
{
    /// <summary>The pieces of one length that begin a stride apart; as in the papers' code, none ends with the last step.</summary>
    public static IEnumerable<Sequence> Of(Sequence series, int length, int stride)
    {
        for (var start = 0; start < series.Length - length; start += stride)
            yield return Cut(series, start, length);
    }

    /// <summary>The steps from one on.</summary>
    public static Sequence Cut(Sequence series, int start, int length) =>
        new(series.Values.SubMatrix(start, length, 0, series.Features))
        {
            Timespans = series.Timespans?.Skip(start).Take(length).ToArray(),
            Labels = series.Labels?.Skip(start).Take(length).ToArray(),
            Targets = series.Targets?.SubMatrix(start, length, 0, series.Targets.ColumnCount),
        };
}
