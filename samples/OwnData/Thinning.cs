namespace LiquidNet.Samples;

/// <summary>Fewer points for a line of many that looks as the whole does: no peak is lost.</summary>
static class Thinning
{
    /// <summary>The points to draw.</summary>
    /// <param name="values">The values of the line, in their order.</param>
    /// <param name="most">How many points may be drawn; at least 2.</param>
    /// <returns>All places where they are few; else those of the least and of the greatest value of each stretch.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<double> values, int most)
    {
        if (values.Count <= most)
            return [.. Enumerable.Range(0, values.Count)];
        var stretches = most / 2;
        var places = new SortedSet<int>();
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var (first, end) = (Place(stretch), Place(stretch + 1));
            var stretched = Enumerable.Range(first, end - first).ToArray();
            places.Add(stretched.MinBy(place => values[place]));
            places.Add(stretched.MaxBy(place => values[place]));
        }

        return [.. places];

        int Place(int stretch) => (int)((long)values.Count * stretch / stretches);
    }
}
