using LiquidNet.Storage.Models;

namespace LiquidNet.Storage;

/// <summary>Networks in files: the equation and its parameters, in one safetensors file that any reader of the format opens.</summary>
/// <remarks>
/// <para>The file holds what the network computes, not the classes it is made of: a network of cells, solvers and readouts of one's own
/// loads where none of them is known, and runs, trains on and streams there as it would have here, bit for bit. Its cell and its readout
/// are then of other classes, with the same equations, names and <c>ToString</c>.</para>
/// <para>Tensors are the parameters under the names of <see cref="LiquidNetwork.Parameters"/>: a vector is [units], a matrix
/// [outputs x inputs], as PyTorch's linear layers have it; a parameter that is kept positive is stored as its values are, before softplus.
/// The metadata <c>liquidnet</c> holds all else as JSON.</para>
/// <para>Values written to parameters by hand are first moved to the nearest that their constraints allow, as a run does.</para>
/// </remarks>
public static class ModelFile
{
    extension(LiquidNetwork network)
    {
        /// <summary>Saves the network: beside the old file first, which is replaced only when all is written and flushed.</summary>
        /// <param name="path">The file, such as <c>driver.safetensors</c>; its folder has to exist.</param>
        /// <exception cref="InvalidOperationException">The network holds what exists in code alone, such as a projection of one's own, or a
        /// parameter that is not finite; nothing is written.</exception>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public void Save(string path) => ModelWriter.Write(network).Save(path);

        /// <summary>Saves the network to a stream.</summary>
        /// <param name="stream">Receives the file at its present position; stays open.</param>
        /// <exception cref="InvalidOperationException">The network holds what exists in code alone, such as a projection of one's own, or a
        /// parameter that is not finite; nothing is written.</exception>
        public void Save(Stream stream) => ModelWriter.Write(network).WriteTo(stream);

        /// <summary>Saves the network: beside the old file first, which is replaced only when all is written and flushed.</summary>
        /// <param name="path">The file; its folder has to exist.</param>
        /// <param name="cancellationToken">Ends the writing early; the old file is then as it was.</param>
        /// <exception cref="InvalidOperationException">The network holds what exists in code alone, such as a projection of one's own, or a
        /// parameter that is not finite; nothing is written.</exception>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
            ModelWriter.Write(network).SaveAsync(path, cancellationToken);

        /// <summary>Saves the network to a stream.</summary>
        /// <param name="stream">Receives the file at its present position; stays open.</param>
        /// <param name="cancellationToken">Ends the writing early.</param>
        /// <exception cref="InvalidOperationException">The network holds what exists in code alone, such as a projection of one's own, or a
        /// parameter that is not finite; nothing is written.</exception>
        public Task SaveAsync(Stream stream, CancellationToken cancellationToken = default) =>
            ModelWriter.Write(network).WriteToAsync(stream, cancellationToken);

        /// <summary>Loads a network.</summary>
        /// <param name="path">A file that <see cref="Save(LiquidNetwork, string)"/> wrote.</param>
        /// <exception cref="IOException">The file cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is no such file, or not as it has to be; the message names the place.</exception>
        public static LiquidNetwork Load(string path)
        {
            using var file = SafetensorsFile.Open(path);
            return ModelReader.Read(file);
        }

        /// <summary>Loads a network from a stream.</summary>
        /// <param name="stream">Holds the file from its present position to its end; stays open.</param>
        /// <exception cref="InvalidDataException">It is no such file, or not as it has to be; the message names the place.</exception>
        public static LiquidNetwork Load(Stream stream) => ModelReader.Read(SafetensorsFile.Read(stream));

        /// <summary>Loads a network.</summary>
        /// <param name="path">A file that <see cref="Save(LiquidNetwork, string)"/> wrote.</param>
        /// <param name="cancellationToken">Ends the reading early.</param>
        /// <exception cref="IOException">The file cannot be read.</exception>
        /// <exception cref="InvalidDataException">It is no such file, or not as it has to be; the message names the place.</exception>
        public static async Task<LiquidNetwork> LoadAsync(string path, CancellationToken cancellationToken = default)
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return ModelReader.Read(SafetensorsFile.Parse(bytes, path));
        }

        /// <summary>Loads a network from a stream.</summary>
        /// <param name="stream">Holds the file from its present position to its end; stays open.</param>
        /// <param name="cancellationToken">Ends the reading early.</param>
        /// <exception cref="InvalidDataException">It is no such file, or not as it has to be; the message names the place.</exception>
        public static async Task<LiquidNetwork> LoadAsync(Stream stream, CancellationToken cancellationToken = default) =>
            ModelReader.Read(await SafetensorsFile.ReadAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
