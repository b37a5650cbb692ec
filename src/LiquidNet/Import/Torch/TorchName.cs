using LiquidNet.Storage;

namespace LiquidNet.Import.Torch;

/// <summary>A name that a state dictionary may use: it stands for a value of our own, and nothing is looked up by it.</summary>
sealed class TorchName
{
    /// <summary>PyTorch's own limit.</summary>
    const int MaxDimensions = 64;

    static readonly Dictionary<string, TorchName> Known = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = new("OrderedDict", arguments => arguments is [] ? new PickleDictionary() : null),
        ["torch._utils._rebuild_tensor_v2"] = new("_rebuild_tensor_v2", Tensor),
        ["torch._utils._rebuild_parameter"] = new("_rebuild_parameter", arguments => arguments is [TorchTensor tensor, ..] ? tensor : null),
        ["torch.FloatStorage"] = new(TensorType.F32),
        ["torch.DoubleStorage"] = new(TensorType.F64),
        ["torch.HalfStorage"] = new(TensorType.F16),
        ["torch.BFloat16Storage"] = new(TensorType.BF16),
        ["torch.LongStorage"] = new(TensorType.I64),
        ["torch.IntStorage"] = new(TensorType.I32),
        ["torch.ShortStorage"] = new(TensorType.I16),
        ["torch.CharStorage"] = new(TensorType.I8),
        ["torch.ByteStorage"] = new(TensorType.U8),
        ["torch.BoolStorage"] = new(TensorType.Bool),
    };

    readonly string name;
    readonly Func<object?[], object?> apply;

    TorchName(string name, Func<object?[], object?> apply) => (this.name, this.apply) = (name, apply);

    TorchName(TensorType type)
        : this($"a storage of {type}", static _ => null) => StorageType = type;

    /// <summary>The type of elements, where the name is that of a kind of storage.</summary>
    public TensorType? StorageType { get; }

    /// <summary>The known name of a module, or null.</summary>
    public static TorchName? Of(string module, string name) => Known.GetValueOrDefault($"{module}.{name}");

    /// <summary>What the name makes of its arguments, or null where they are not the expected ones.</summary>
    public object? Apply(PickleTuple arguments) => apply(arguments.Values);

    /// <summary>The name.</summary>
    public override string ToString() => name;

    static TorchTensor? Tensor(object?[] arguments) =>
        arguments is [TorchStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..]
        && sizes.Values.Length <= MaxDimensions && strides.Values.Length <= MaxDimensions
        && sizes.Numbers() is { } shape && strides.Numbers() is { } steps && shape.Length == steps.Length
            ? new TorchTensor(storage, offset, shape, steps)
            : null;
}
