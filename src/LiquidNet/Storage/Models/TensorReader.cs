namespace LiquidNet.Storage.Models;

/// <summary>Hands out the tensors of a file one by one, and knows which are unused.</summary>
/// <param name="file">The file.</param>
/// <param name="owns">Whether a tensor is the reader's, by its name; null for all.</param>
sealed class TensorReader(SafetensorsFile file, Func<string, bool>? owns = null)
{
    readonly HashSet<string> left =
    [
        .. file.Tensors.Select(tensor => tensor.Name).Where(name => owns is null || owns(name)),
    ];

    /// <summary>Reads a tensor, once.</summary>
    /// <param name="place">Who asks for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type that it has to be of.</param>
    /// <exception cref="InvalidDataException">It is missing, empty, too large, of another type, or was asked for before.</exception>
    public (IReadOnlyList<long> Shape, float[] Values) Take(JsonPlace place, string name, TensorType type)
    {
        Claim(place, name, type);
        return (file[name].Shape, file.ReadValues(name));
    }

    /// <summary>Reads the bytes of a tensor, once.</summary>
    /// <param name="place">Who asks for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type that it has to be of.</param>
    /// <exception cref="InvalidDataException">It is missing, empty, too large, of another type, or was asked for before.</exception>
    public byte[] TakeBytes(JsonPlace place, string name, TensorType type)
    {
        Claim(place, name, type);
        return file.ReadBytes(name);
    }

    /// <summary>Refuses a file with unused tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is unused; the message names it.</exception>
    public void CheckAllTaken(JsonPlace model)
    {
        if (left.Count > 0)
            throw model.Fault($"tensor '{left.Order(StringComparer.Ordinal).First()}' is not used");
    }

    void Claim(JsonPlace place, string name, TensorType type)
    {
        if (!left.Remove(name))
            throw place.Fault($"tensor '{name}' is {(file.TryGet(name, out _) ? "asked for twice" : "not in the file")}");
        var tensor = file[name];
        if (tensor.Type != type)
            throw place.Fault($"tensor {tensor} has to be {type.StoredName}");
        if (tensor.Count < 1 || tensor.Count > Array.MaxLength)
            throw place.Fault($"tensor {tensor} has to have 1 to {Array.MaxLength} elements");
    }
}
