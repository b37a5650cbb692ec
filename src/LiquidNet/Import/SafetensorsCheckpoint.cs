using LiquidNet.Storage;

namespace LiquidNet.Import;

/// <summary>The tensors of a safetensors file.</summary>
sealed class SafetensorsCheckpoint(SafetensorsFile file) : ICheckpointTensors
{
    public IEnumerable<string> Names => file.Tensors.Select(tensor => tensor.Name);

    public IReadOnlyList<long>? ShapeOf(string name) => file.TryGet(name, out var tensor) ? tensor.Shape : null;

    public float[] Read(string name) => file.ReadValues(name);

    public void Dispose() => file.Dispose();
}
