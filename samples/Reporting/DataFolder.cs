using LiquidNet.Data;

namespace LiquidNet.Samples;

/// <summary>The folder in which data sets lie, each in a folder of its own.</summary>
/// <param name="path">A folder, as given by the user; null for <c>LIQUIDNET_DATA</c>, else <c>liquidnet</c> in the cache folder.</param>
public sealed class DataFolder(string? path = null)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = path ?? Path.GetDirectoryName(Cifar10.CacheFolder)!;

    /// <summary>Where a file of a data set lies.</summary>
    /// <param name="set">The folder of the set.</param>
    /// <param name="name">The file, or a path below that folder.</param>
    /// <param name="source">Where the set can be had, for the message.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Find(string set, string name, string source)
    {
        var file = Path.Combine(Root, set, name);
        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"Expected the file '{file}', which is not there. The set can be had from {source}; "
                + "unpack it there, or name the folder above it by --data or LIQUIDNET_DATA.");
    }

    /// <summary>Whether a data set has such a file.</summary>
    public bool Has(string set, string name) => File.Exists(Path.Combine(Root, set, name));
}
