namespace LiquidNet.Tests.Architecture;

/// <summary>Who may know whom: the parts of the library, each a folder, and the parts each one may use.</summary>
static class Edges
{
    /// <summary>The library's root folder.</summary>
    public const string Root = "";

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Checks"] = [],
        ["Seeding"] = [],
        ["Files"] = [],
        ["Kernels"] = [],
        ["Wirings"] = ["Checks", "Seeding"],
        ["Data"] = ["Checks", "Files", "Seeding"],
        ["Equations"] = ["Checks", "Kernels", "Seeding"],
        ["Circuits"] = ["Equations", "Kernels"],
        ["Solvers"] = ["Checks", "Equations"],
        ["Cells"] = ["Checks", "Circuits", "Solvers", "Equations", "Wirings", "Seeding"],
        ["Runs"] = ["Circuits", "Solvers", "Equations", "Kernels", "Data"],
        [Root] = ["Checks", "Files", "Runs", "Cells", "Circuits", "Solvers", "Equations", "Kernels", "Data"],
        ["Training"] = [Root, "Checks", "Files", "Storage", "Runs", "Equations", "Kernels", "Data", "Seeding"],
        ["Online"] =
            [Root, "Checks", "Files", "Training", "Storage", "Runs", "Cells", "Circuits", "Solvers", "Equations", "Kernels", "Data"],
        ["Storage"] = [Root, "Checks", "Files", "Cells", "Solvers", "Equations", "Kernels", "Wirings"],
        ["Import"] = [Root, "Files", "Cells", "Solvers", "Equations", "Wirings", "Storage"],
        ["Export"] = [Root, "Checks", "Files", "Cells", "Runs", "Circuits", "Solvers", "Equations", "Kernels", "Storage"],
        ["Analysis"] = [Root, "Checks", "Runs", "Circuits", "Data", "Cells", "Solvers", "Equations", "Wirings"],
    };

    /// <summary>Every part the architecture knows.</summary>
    public static IEnumerable<string> Parts => Allowed.Keys;

    /// <summary>Whether one part may use another; a part may always use itself.</summary>
    public static bool Allow(string from, string to) =>
        from == to || (Allowed.TryGetValue(from, out var parts) && parts.Contains(to));
}
