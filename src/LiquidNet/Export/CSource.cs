using System.Text;
using LiquidNet.Export.C;
using LiquidNet.Files;

namespace LiquidNet.Export;

/// <summary>Writes networks as C source, for processors without .NET.</summary>
/// <remarks>
/// <para>The result is a C99 header and source without heap, recursion or global variables; of the C library it uses only <c>math.h</c> and
/// <c>stdint.h</c>. The calling program owns the state, a struct. <c>NAME_init</c> sets it to zero, and <c>NAME_step</c> takes an input and
/// the elapsed time and writes the prediction, as <see cref="LiquidStream.Step(ReadOnlySpan{float}, float)"/> does. Where the stream would
/// throw, it returns an error code and leaves the state unchanged.</para>
/// <para>What depends only on parameters is computed at export, and what depends only on the input once per step, outside the unfolds.
/// Sparse matrices are stored as lists of non-zero weights if that is shorter, and synapses always as lists. Intermediate results take up
/// to 1,024 bytes of stack; if more is needed, they are part of the state struct.</para>
/// <para>Results agree with those of a stream up to float rounding. Denormal numbers are not set to zero. The same network gives the same
/// text on all machines of one kind; where vector instructions round differently, precomputed numbers may differ in their last
/// digit.</para>
/// </remarks>
public static class CSource
{
    /// <summary>Writes a header and a source file. Each replaces an older file only when it is complete.</summary>
    /// <param name="network">The network, with its present parameter values.</param>
    /// <param name="path">Folder and name, such as <c>firmware/driver</c> for <c>driver.h</c> and <c>driver.c</c>; the folder must exist.
    /// The file name is the prefix of all names in the source; characters that C does not allow in names become underscores, so that
    /// <c>driver-1</c> gives <c>driver_1.c</c>.</param>
    /// <param name="options">How weights are stored, and whether there is a self-test; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, does not name a file, or names a header of the C library; or the network
    /// reads in both directions.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not finite, or the self-test, with inputs between -1.25 and 1.25,
    /// overflows.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>The source compiles only with the header that was written with it.</remarks>
    public static void Write(LiquidNetwork network, string path, CSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        if (name.Length == 0)
            throw new ArgumentException($"'{path}' names a folder; the name of the files is missing.", nameof(path));
        var fileName = CNames.Sanitized(name);
        if (fileName.ToLowerInvariant() is "math" or "stdint")
            throw new ArgumentException($"A header of the name '{fileName}.h' would hide that of the C library.", nameof(path));
        var text = TextOf(network, name, options);
        var files = Path.Combine(Path.GetDirectoryName(path) ?? "", fileName);
        WriteFile(files + ".c", text.Source);
        WriteFile(files + ".h", text.Header);
    }

    /// <summary>Writes a header and a source to text writers.</summary>
    /// <param name="network">The network, with its present parameter values.</param>
    /// <param name="header">Receives the header.</param>
    /// <param name="source">Receives the source, which includes <c>name.h</c>.</param>
    /// <param name="name">The prefix of all names; characters that C does not allow in a name become underscores.</param>
    /// <param name="options">How weights are stored, and whether there is a self-test; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty, or the network reads in both directions.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not finite, or the self-test, with inputs between -1.25 and 1.25,
    /// overflows.</exception>
    public static void Write(LiquidNetwork network, TextWriter header, TextWriter source, string name, CSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var text = TextOf(network, name, options);
        header.Write(text.Header);
        source.Write(text.Source);
    }

    static CSourceText TextOf(LiquidNetwork network, string name, CSourceOptions? options) =>
        new(network.CheckedForStreams(nameof(network)), name, options ?? new());

    static void WriteFile(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(text)));
}
