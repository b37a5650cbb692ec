using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.Import;

/// <summary>A model within a checkpoint: where its tensors are, and how its cell is built from them.</summary>
/// <param name="tensors">The tensors of the file.</param>
/// <param name="file">What the file is called in messages.</param>
/// <param name="prefix">The prefix of the cell's tensors.</param>
abstract class NcpsModel(ICheckpointTensors tensors, string file, string prefix)
{
    const string CellPart = "rnn_cell.";
    const int NamesInMessages = 40;

    /// <summary>The prefix of the tensors beside the cell.</summary>
    protected string Outer => prefix.EndsWith(CellPart, StringComparison.Ordinal) ? prefix[..^CellPart.Length] : prefix;

    /// <summary>Finds the model of a file.</summary>
    public static NcpsModel Find(ICheckpointTensors tensors, string file, NcpsOptions options)
    {
        var found = new List<NcpsModel>();
        foreach (var name in tensors.Names.Where(name => name.StartsWith(options.Prefix ?? "", StringComparison.Ordinal)))
        {
            if (IsEndOf(name, "gleak", out var prefix))
                found.Add(new NcpsLtcModel(tensors, file, prefix, options));
            else if (IsEndOf(name, "layer_0.ff1.weight", out prefix))
                found.Add(new NcpsWiredCfcModel(tensors, file, prefix, options));
            else if (IsEndOf(name, "ff1.weight", out prefix) && !prefix.EndsWith('_') && !IsLayer(prefix))
                found.Add(new NcpsCfcModel(tensors, file, prefix, options));
        }

        return found switch
        {
            [var model] => model,
            [] => throw new InvalidDataException(
                $"{file}: no tensor is named as those of an LTC ('gleak') or a CfC ('ff1.weight'); there are: "
                + $"{string.Join(", ", tensors.Names.Take(NamesInMessages))} ..."),
            _ => throw new InvalidDataException(
                $"{file}: it holds {found.Count} models; choose one by {nameof(NcpsOptions)}.{nameof(NcpsOptions.Prefix)}: "
                + string.Join(", ", found.Select(model => $"'{model.Outer}'"))),
        };
    }

    /// <summary>Creates the cell, with its memory if it has one.</summary>
    public LiquidCell CreateCell()
    {
        var cell = Create();
        if (!Has($"{Outer}lstm.input_map.weight"))
        {
            Fill(cell.Parameters, "");
            return cell;
        }

        var gates = 4L * cell.StateSize;
        Expect($"{Outer}lstm.input_map.weight", [gates, cell.InputSize]);
        Expect($"{Outer}lstm.recurrent_map.weight", [gates, cell.StateSize]);
        var memory = new MixedMemoryCell(cell);
        Fill(memory.Parameters, "cell.");
        foreach (var name in (ReadOnlySpan<string>)["lstm.input_map.weight", "lstm.input_map.bias", "lstm.recurrent_map.weight"])
            Copy(memory.Parameters[name], Outer + name);
        return memory;
    }

    /// <summary>The elements of a tensor.</summary>
    /// <param name="name">The whole name.</param>
    /// <param name="shape">The sizes that it has to have; null for any.</param>
    public float[] Tensor(string name, IReadOnlyList<long>? shape = null)
    {
        Expect(name, shape);
        return tensors.Read(name);
    }

    /// <summary>Refuses a file without a tensor, or with one of other sizes, before memory is taken for what it is to fill.</summary>
    /// <param name="name">The whole name.</param>
    /// <param name="shape">The sizes that it has to have; null for any.</param>
    protected void Expect(string name, IReadOnlyList<long>? shape)
    {
        var actual = tensors.ShapeOf(name) ?? throw Broken(
            $"there is no tensor '{name}'; there are: {string.Join(", ", tensors.Names.Take(NamesInMessages))} ...");
        if (shape is not null && !actual.SequenceEqual(shape))
            throw Broken($"tensor '{name}' is [{string.Join(" x ", actual)}] where [{string.Join(" x ", shape)}] was expected");
    }

    /// <summary>The cell with initial parameters.</summary>
    protected abstract LiquidCell Create();

    /// <summary>Takes the cell's parameters from the file.</summary>
    /// <param name="parameters">All parameters of the model.</param>
    /// <param name="part">The prefix of the cell's own.</param>
    protected abstract void Fill(ParameterSet parameters, string part);

    /// <summary>Whether the cell has a tensor.</summary>
    protected bool Has(string name) => tensors.ShapeOf(name) is not null;

    /// <summary>The whole name of a tensor of the cell.</summary>
    protected string Name(string own) => prefix + own;

    /// <summary>The sizes of a matrix [rows x columns].</summary>
    protected (int Rows, int Columns) Matrix(string name) =>
        tensors.ShapeOf(name) is [var rows and > 0 and <= int.MaxValue, var columns and > 0 and <= int.MaxValue]
        ? ((int)rows, (int)columns)
        : throw new InvalidDataException($"{file}: tensor '{name}' is missing, or no matrix.");

    /// <summary>How many elements a vector has; at least one.</summary>
    public int Length(string name) => Tensor(name).Length is > 0 and var length
        ? length
        : throw Broken($"tensor '{name}' is empty");

    /// <summary>Puts a wiring together from what the file says.</summary>
    protected Wiring Wired(Func<Wiring> wiring)
    {
        try
        {
            return wiring();
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{file}: its wiring is impossible: {exception.Message}", exception);
        }
    }

    /// <summary>Takes a parameter from a tensor of as many elements: torch's (out, in), row-major, are our inputs side by side per
    /// output.</summary>
    protected void Copy(Parameter parameter, string name)
    {
        var values = Tensor(name);
        if (values.Length != parameter.Values.Length)
            throw Broken($"tensor '{name}' has {values.Length} elements where {parameter.Values.Length} were expected");
        values.CopyTo(parameter.Values);
    }

    protected InvalidDataException Broken(string what) => new($"{file}: {what}.");

    static bool IsEndOf(string name, string own, out string prefix)
    {
        prefix = name.EndsWith(own, StringComparison.Ordinal) ? name[..^own.Length] : "";
        return name.EndsWith(own, StringComparison.Ordinal) && (prefix.Length == 0 || prefix[^1] == '.');
    }

    static bool IsLayer(string prefix) => prefix.TrimEnd('.').Split('.')[^1].StartsWith("layer_", StringComparison.Ordinal);
}
