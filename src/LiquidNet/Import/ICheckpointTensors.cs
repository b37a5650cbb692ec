
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
