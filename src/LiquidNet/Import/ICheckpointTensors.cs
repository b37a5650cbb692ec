using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>The named tensors of a file, whatever its format.</summary>
interface ICheckpointTensors : IDisposable
{
    /// <summary>The names.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The sizes of a tensor's dimensions, or null where there is no such tensor.</summary>
    IReadOnlyList<long>? ShapeOf(string name);

    /// <summary>The elements of a tensor, row-major.</summary>
    float[] Read(string name);
}

/// <summary>The tensors of a safetensors file.</summary>
sealed class SafetensorsCheckpoint(SafetensorsFile file) : ICheckpointTensors
{
    public IEnumerable<string> Names => file.Tensors.Select(tensor => tensor.Name);

    public IReadOnlyList<long>? ShapeOf(string name) => file.TryGet(name, out var tensor) ? tensor.Shape : null;

    public float[] Read(string name) => file.ReadValues(name);

    public void Dispose() => file.Dispose();
}
