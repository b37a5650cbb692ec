using System.Text;
using LiquidNet.Export.C;
using LiquidNet.Files;

namespace LiquidNet.Export;

/// <summary>Writes networks as C source, for processors that run no .NET.</summary>
/// <remarks>
/// <para>A header and a source in C99: no heap, no recursion, no globals but constants, and of the C library <c>math.h</c> and
/// <c>stdint.h</c> only. A program owns the state, a struct; <c>NAME_init</c> makes it zero, and <c>NAME_step</c> takes an input and the
/// elapsed time and gives the prediction, as <see cref="LiquidStream.Step(ReadOnlySpan{float}, float)"/> does. It returns a code where
/// the stream would throw, and then leaves the state as it was.</para>
/// <para>What depends on parameters alone is computed while writing, what depends on the input alone once a step, outside the unfolds.
/// Weights that are zero are left out where a list is shorter, and synapses always are lists. What a step computes needs up to
/// 1,024 bytes of the stack; where it needs more, that is part of the state.</para>
/// <para>Numbers agree with a stream's to float rounding. Denormal numbers are not made zero. The same network gives the same text on
/// every machine of one kind; where vector instructions round differently, folded numbers may differ in their last digit.</para>
/// </remarks>
public static class CSource
{
    /// <summary>Writes a header and a source; each replaces an older file as a whole.</summary>
    /// <param name="network">The network, with its parameters as they are.</param>
    /// <param name="path">Folder and name, such as <c>firmware/driver</c> for <c>driver.h</c> and <c>driver.c</c>; the folder has to exist.
    /// All names in the source begin with the name of the file, in which what C does not take in a name becomes an underscore:
    /// <c>driver-1</c> gives <c>driver_1.c</c>.</param>
    /// <param name="options">How weights are stored, and whether there is a self-test; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty, names no file, or one that would hide a header of the C library.</exception>
    /// <exception cref="NotSupportedException">The network reads in both directions.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not finite, or the self-test, which takes inputs between -1.25 and 1.25,
    /// overflows.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>A source does not compile with a header that was not written with it.</remarks>
    public static void Write(LiquidNetwork network, string path, CSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        if (name.Length == 0)
            throw new ArgumentException($"'{path}' names a folder; the name of the files is missing.", nameof(path));
        if (name is "math" or "stdint")
            throw new ArgumentException($"A header of the name '{name}.h' would hide that of the C library.", nameof(path));
        var text = TextOf(network, name, options);
        var folder = Path.GetDirectoryName(path) ?? "";
        var files = Path.Combine(folder, CNames.Sanitized(name));
        WriteFile(files + ".c", text.Source);
        WriteFile(files + ".h", text.Header);
    }

    /// <summary>Writes a header and a source.</summary>
    /// <param name="network">The network, with its parameters as they are.</param>
    /// <param name="header">Takes the header.</param>
    /// <param name="source">Takes the source, which includes <c>name.h</c>.</param>
    /// <param name="name">What all names begin with; what C does not take in a name becomes an underscore.</param>
    /// <param name="options">How weights are stored, and whether there is a self-test; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="NotSupportedException">The network reads in both directions.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not finite, or the self-test, which takes inputs between -1.25 and 1.25,
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

    static CSourceText TextOf(LiquidNetwork network, string name, CSourceOptions? options) => network.Model.IsBidirectional
        ? throw new NotSupportedException(
            $"'{network.Cell.Name}' reads each sequence from its end too, and a program that takes step after step has none yet.")
        : new CSourceText(network, name, options ?? new());

    static void WriteFile(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(text)));
}
