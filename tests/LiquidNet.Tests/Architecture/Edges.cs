namespace LiquidNet.Tests.Architecture;

/// <summary>Who may know whom: the parts of the library, each a folder, and the parts each one may use.</summary>
internal static class Edges
{
    /// <summary>The library's root folder.</summary>
    public const string Root = "";

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kernels"] = [],
        ["Wirings"] = [],
        ["Data"] = [],
        ["Equations"] = ["Kernels"],
        ["Solvers"] = ["Equations"],
        ["Cells"] = ["Solvers", "Equations", "Wirings"],
        ["Storage"] = ["Cells", "Equations", "Wirings"],
        [Root] = ["Cells", "Equations", "Kernels", "Storage"],
        ["Training"] = [Root, "Equations", "Kernels", "Data"],
        ["Online"] = ["Training", Root, "Cells", "Equations", "Wirings"],
        ["Import"] = [Root, "Cells", "Solvers", "Equations", "Wirings", "Storage"],
        ["Export"] = [Root, "Cells", "Solvers", "Equations", "Wirings", "Storage"],
        ["Analysis"] = [Root, "Cells", "Solvers", "Equations", "Wirings", "Storage"],
    };

    // Root types that a part below may use all the same: data sets are sequences, and these are the words to say so.
    static readonly Dictionary<string, string[]> AllowedRootTypes = new()
    {
        ["Data"] = ["Sequence", "SequenceSet", "TargetKind", "DataRandom"],
    };

    /// <summary>Every part the architecture knows.</summary>
    public static IEnumerable<string> Parts => Allowed.Keys;

    /// <summary>Whether one part may use another; a part may always use itself.</summary>
    public static bool Allow(string from, string to) =>
        from == to || (Allowed.TryGetValue(from, out var parts) && parts.Contains(to));

    /// <summary>Whether a part may use one type of the root folder.</summary>
    public static bool AllowRootType(string from, string type) =>
        Allow(from, Root) || (AllowedRootTypes.TryGetValue(from, out var types) && types.Contains(type));
}
