using LiquidNet.Equations;

namespace LiquidNet.Export.C;

/// <summary>The constant tables of a source: each is written once, however often it is read.</summary>
/// <param name="prefix">What all names begin with.</param>
/// <param name="names">Gives each table a name of its own.</param>
/// <param name="rounded">The tables of weights, as they are stored.</param>
sealed class CTables(string prefix, CNames names, IReadOnlyDictionary<Parameter, CNumbers> rounded)
{
    readonly Dictionary<object, string> known = [];
    readonly CText text = new();

    /// <summary>An element of a table of plain numbers; a literal where all are the same.</summary>
    public string Number(Parameter table, string row)
    {
        var numbers = CNumbers.Of(table);
        return numbers.Uniform is { } number
            ? CText.Literal(number)
            : $"{Named(table, table.Name, name => Add("float", name, [.. Enumerable.Range(0, table.Rows).Select(numbers.At)]))}[{row}]";
    }

    /// <summary>An element of a table of weights, to be multiplied by a scale where there is one.</summary>
    public (string Element, string? Scale) Weight(Parameter table, string row)
    {
        var numbers = rounded[table];
        if (numbers.Uniform is { } number)
            return (CText.Literal(number), null);
        var name = Named((table, 0), table.Name, name => Add(numbers.Type, name, [.. Enumerable.Range(0, table.Rows).Select(numbers.At)]));
        return numbers.IsScaled ? ($"(float){name}[{row}]", CText.Literal(numbers.Scales[0])) : ($"{name}[{row}]", null);
    }

    /// <summary>A table of row numbers or counts, in the smallest type that holds them.</summary>
    public string Indices(string name, int[] indices) => Named(
        string.Join(',', indices), name, unique => Add(IndexType(indices), unique, Array.ConvertAll(indices, FormatIndex)));

    /// <summary>The rows of a matrix [inputs x outputs] that multiply one signal.</summary>
    public CMatrix Matrix(Parameter table, int first, int inputs)
    {
        var numbers = rounded[table];
        var present = (from output in Enumerable.Range(0, table.Columns)
                       from input in Enumerable.Range(0, inputs)
                       let at = output * table.Rows + first + input
                       where !numbers.IsZero(at)
                       select (Output: output, Input: input, At: at)).ToArray();
        if (present.Length == 0)
            return new CMatrix("", scale: null, inputs: 0);
        int[] sources = [.. present.Select(weight => weight.Input)];
        var starts = new int[table.Columns + 1];
        foreach (var weight in present)
            starts[weight.Output + 1]++;
        for (var output = 0; output < table.Columns; output++)
            starts[output + 1] += starts[output];
        var scale = numbers.IsScaled ? Scale(table, numbers) : null;
        var isList = inputs > 1 && present.Length * (numbers.Bytes + IndexBytes(sources)) + starts.Length * IndexBytes(starts)
            < table.Columns * inputs * numbers.Bytes;
        if (!isList)
            return new CMatrix(Named((table, first, inputs), table.Name, AddDense), scale, inputs);
        var name = Named((table, first, inputs), table.Name, AddList);
        return new CMatrix(name, scale, inputs, Indices(table.Name + "_sources", sources), Indices(table.Name + "_starts", starts));

        void AddList(string unique) => Add(numbers.Type, unique, [.. present.Select(weight => numbers.At(weight.At))]);

        void AddDense(string unique)
        {
            text.Open($"static const {numbers.Type} {unique}[{table.Columns}][{inputs}] =");
            for (var output = 0; output < table.Columns; output++)
                text.Row([.. Enumerable.Range(output * table.Rows + first, inputs).Select(numbers.At)]);

            text.Close(";");
        }
    }

    /// <summary>Adds all tables that were used.</summary>
    public void Write(CText destination)
    {
        destination.Append(text);
        destination.Line();
    }

    string Scale(Parameter table, CNumbers numbers) => numbers.Scales is [var only]
        ? CText.Literal(only)
        : Named((table, "scale"), table.Name + "_scale", name => Add("float", name, [.. numbers.Scales.Select(CText.Literal)])) + "[i]";

    string Named(object key, string wanted, Action<string> write)
    {
        if (!known.TryGetValue(key, out var name))
        {
            known.Add(key, name = $"{prefix}_{names.Unique(wanted)}");
            write(name);
        }

        return name;
    }

    void Add(string type, string name, string[] elements)
    {
        text.Open($"static const {type} {name}[{Math.Max(1, elements.Length)}] =");
        text.List(elements.Length == 0 ? ["0"] : elements);
        text.Close(";");
    }

    static string FormatIndex(int index) => FormattableString.Invariant($"{index}");

    static string IndexType(int[] indices) => IndexBytes(indices) switch { 1 => "uint8_t", 2 => "uint16_t", _ => "uint32_t" };

    static int IndexBytes(int[] indices) => indices.DefaultIfEmpty().Max() switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        _ => 4,
    };
}
