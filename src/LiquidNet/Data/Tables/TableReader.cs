namespace LiquidNet.Data.Tables;

/// <summary>Gathers the rows of texts into sequences.</summary>
static class TableReader
{
    /// <summary>All sequences, in the order in which their first rows come.</summary>
    public static SequenceTable Read(IReadOnlyList<CsvSource> sources, TableSchema schema)
    {
        var sequences = new List<SequenceRows>();
        var known = new Dictionary<string, SequenceRows>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var offsets = new DateOffsets();
        foreach (var source in sources)
        {
            using var row = new RowReader(source, schema, offsets);
            while (row.Read())
            {
                var id = row.Id;
                if (!lookup.TryGetValue(id, out var rows))
                    sequences.Add(lookup[id] = rows = new(id.ToString(), schema));
                rows.Add(row);
            }
        }

        return new(schema, sequences);
    }

    /// <summary>Some sequences at a time; the rows of each have to stand together.</summary>
    public static IEnumerable<SequenceTable> Stream(IReadOnlyList<CsvSource> sources, TableSchema schema, int sequences)
    {
        var gathered = new List<SequenceRows>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var offsets = new DateOffsets();
        foreach (var source in sources)
        {
            using var row = new RowReader(source, schema, offsets);
            while (row.Read())
            {
                if (gathered.Count == 0 || !row.Id.SequenceEqual(gathered[^1].Id))
                {
                    if (gathered.Count == sequences)
                    {
                        yield return new(schema, gathered);
                        gathered.Clear();
                    }

                    var id = row.Id.ToString();
                    if (!known.Add(id))
                    {
                        throw row.Fault(
                            $"the rows of {CsvReader.Excerpt(id)} do not stand together; sort what is read, or read it as a whole");
                    }

                    gathered.Add(new(id, schema));
                }

                gathered[^1].Add(row);
            }
        }

        yield return new(schema, gathered);
    }
}
