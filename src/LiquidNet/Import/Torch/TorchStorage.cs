using LiquidNet.Storage;

namespace LiquidNet.Import.Torch;

/// <summary>The memory of one or more tensors, an entry of the archive.</summary>
/// <param name="Type">How an element is written.</param>
/// <param name="Key">The entry's name below <c>data/</c>.</param>
/// <param name="Count">Elements.</param>
sealed record TorchStorage(TensorType Type, string Key, long Count)
{
    /// <summary>The storage of a persistent reference <c>("storage", type, key, place, count)</c>, or null.</summary>
    public static TorchStorage? Of(object? reference) =>
        reference is PickleTuple { Values: ["storage", TorchName { StorageType: { } type }, string key, string, long count] } && count >= 0
            ? new TorchStorage(type, key, count)
            : null;
}
