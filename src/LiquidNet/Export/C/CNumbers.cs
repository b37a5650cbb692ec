using LiquidNet.Equations;

namespace LiquidNet.Export.C;

/// <summary>The numbers of a table as they are stored: floats, or integers with a scale for each column.</summary>
sealed class CNumbers
{
    readonly float[] values;
    readonly int[]? integers;
    readonly float[] scales;

    CNumbers(float[] values, int[]? integers, float[] scales, int largest)
    {
        (this.values, this.integers, this.scales) = (values, integers, scales);
        (Type, Bytes) = integers is null ? ("float", 4) : largest > sbyte.MaxValue ? ("int16_t", 2) : ("int8_t", 1);
    }

    /// <summary>The type of an element in C.</summary>
    public string Type { get; }

    /// <summary>How many bytes an element takes.</summary>
    public int Bytes { get; }

    /// <summary>Whether elements have to be multiplied by a scale.</summary>
    public bool IsScaled => integers is not null;

    /// <summary>By what each column [outputs] has to be multiplied.</summary>
    public float[] Scales => scales;

    /// <summary>The numbers of a table as they are.</summary>
    public static CNumbers Of(Parameter table) => new(table.Values.ToArray(), null, [], 0);

    /// <summary>Rounds the numbers of a table to integers; the table then holds what they stand for.</summary>
    /// <param name="table">A table of its own.</param>
    /// <param name="weights">How the numbers are stored.</param>
    public static CNumbers Round(Parameter table, CWeights weights)
    {
        if (weights == CWeights.Float)
            return Of(table);
        var largest = weights == CWeights.Int8 ? sbyte.MaxValue : short.MaxValue;
        var integers = new int[table.Values.Length];
        var scales = new float[table.Columns];
        for (var column = 0; column < scales.Length; column++)
        {
            var values = table.Values.Slice(column * table.Rows, table.Rows);
            var scale = LargestOf(values) / largest;
            for (var row = 0; row < values.Length && scale > 0; row++)
            {
                var integer = (int)Math.Clamp(Math.Round((double)values[row] / scale), -largest, largest);
                integers[column * table.Rows + row] = integer;
                values[row] = integer * scale;
            }

            if (scale == 0)
                values.Clear();
            scales[column] = scale;
        }

        return new(table.Values.ToArray(), integers, scales, largest);
    }

    /// <summary>Whether an element is zero as it is stored.</summary>
    public bool IsZero(int index) => values[index] == 0;

    /// <summary>An element as it is stored.</summary>
    public string At(int index) => integers is null ? CText.Literal(values[index]) : FormattableString.Invariant($"{integers[index]}");

    /// <summary>The number that all elements stand for, if they are all the same.</summary>
    public float? Uniform => values.AsSpan().IndexOfAnyExcept(values[0]) < 0 ? values[0] : null;

    static float LargestOf(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
