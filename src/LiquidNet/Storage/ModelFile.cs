using LiquidNet.Storage.Models;

namespace LiquidNet.Storage;

/// <summary>Networks in files: the equation and its parameters in one safetensors file, which any reader of the format can open.</summary>
/// <remarks>
/// <para>The file holds what the network computes, not the classes that it is made of. A network of custom cells, solvers and readouts can
/// therefore be loaded by a program that does not have them, and there runs, streams and continues training bit for bit as it would here.
/// Its cell and readout are then of other classes, with the same equations, names and <c>ToString</c>.</para>
/// <para>Tensors are the parameters under the names of <see cref="LiquidNetwork.Parameters"/>: a vector is [units], a matrix
/// [outputs x inputs], as in the linear layers of PyTorch; of a parameter that is kept positive the values before softplus are stored. The
/// metadata entry <c>liquidnet</c> holds everything else as JSON.</para>
/// <para>Values assigned to parameters are first moved to the nearest ones that their constraints allow, as when the network runs.</para>
/// </remarks>
public static class ModelFile
{
    extension(LiquidNetwork network)
    {
        /// <summary>Saves the network to a file, which replaces an old one only when it is complete and flushed.</summary>
        /// <param name="path">The file, such as <c>driver.safetensors</c>; its folder must exist.</param>
        /// <exception cref="InvalidOperationException">The network has a part that exists only in code, such as a custom projection, or a
        /// parameter that is not finite; nothing is written.</exception>
        /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
        public void Save(string path) => ModelWriter.Write(network).Save(path);

        /// <summary>Saves the network to a stream.</summary>
        /// <param name="stream">Receives the file, from its present position on; stays open.</param>
        /// <exception cref="InvalidOperationException">The network has a part that exists only in code, such as a custom projection, or a
        /// parameter that is not finite; nothing is written.</exception>
        public void Save(Stream stream) => ModelWriter.Write(network).WriteTo(stream);

        /// <summary>Saves the network to a file, which replaces an old one only when it is complete and flushed.</summary>
        /// <param name="path">The file; its folder must exist.</param>
        /// <param name="cancellationToken">Cancels the writing; the old file is then unchanged.</param>
        /// <exception cref="InvalidOperationException">The network has a part that exists only in code, such as a custom projection, or a
        /// parameter that is not finite; nothing is written.</exception>
        /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
        public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
            ModelWriter.Write(network).SaveAsync(path, cancellationToken);

        /// <summary>Saves the network to a stream.</summary>
        /// <param name="stream">Receives the file, from its present position on; stays open.</param>
        /// <param name="cancellationToken">Cancels the writing.</param>
        /// <exception cref="InvalidOperationException">The network has a part that exists only in code, such as a custom projection, or a
        /// parameter that is not finite; nothing is written.</exception>
        public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default) =>
            ModelWriter.Write(network).WriteToAsync(stream, cancellationToken);

        /// <summary>Loads a network.</summary>
        /// <param name="path">A file that <see cref="Save(LiquidNetwork, string)"/> wrote.</param>
        /// <exception cref="IOException">The file cannot be read.</exception>
        /// <exception cref="InvalidDataException">The file is not of this kind or is invalid; the message says where.</exception>
        public static LiquidNetwork Load(string path)
        {
            using var file = SafetensorsFile.Open(path);
            return ModelReader.Read(file);
        }

        /// <summary>Loads a network from a stream.</summary>
        /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
        /// <exception cref="InvalidDataException">The file is not of this kind or is invalid; the message says where.</exception>
        public static LiquidNetwork Load(Stream stream) => ModelReader.Read(SafetensorsFile.Read(stream));

        /// <summary>Loads a network.</summary>
        /// <param name="path">A file that <see cref="Save(LiquidNetwork, string)"/> wrote.</param>
        /// <param name="cancellationToken">Cancels the reading.</param>
        /// <exception cref="IOException">The file cannot be read.</exception>
        /// <exception cref="InvalidDataException">The file is not of this kind or is invalid; the message says where.</exception>
        public static async Task<LiquidNetwork> LoadAsync(string path, CancellationToken cancellationToken = default) =>
            ModelReader.Read(await SafetensorsFile.ReadAsync(path, cancellationToken).ConfigureAwait(false));

        /// <summary>Loads a network from a stream.</summary>
        /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
        /// <param name="cancellationToken">Cancels the reading.</param>
        /// <exception cref="InvalidDataException">The file is not of this kind or is invalid; the message says where.</exception>
        public static async Task<LiquidNetwork> LoadAsync(Stream stream, CancellationToken cancellationToken = default) =>
            ModelReader.Read(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
