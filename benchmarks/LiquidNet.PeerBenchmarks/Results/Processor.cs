using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LiquidNet.PeerBenchmarks.Results;

/// <summary>What the processor of this machine is called.</summary>
static partial class Processor
{
    const string LinuxFile = "/proc/cpuinfo";

    /// <summary>The name, with what tells one of several kinds of that name from the others.</summary>
    public static string Name { get; } = Find();

    /// <summary>The name as a file may have it: letters, digits and hyphens.</summary>
    public static string FileName => NoLetters().Replace(Name.ToLowerInvariant(), "-").Trim('-');

    static string Find()
    {
        if (!File.Exists(LinuxFile))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var lines = File.ReadAllLines(LinuxFile);
        return (Field("model name"), Field("cpu family"), Field("model")) switch
        {
            ({ } name, { } family, { } model) => $"{name} (family {family}, model {model})",
            ({ } name, _, _) => name,
            _ => RuntimeInformation.ProcessArchitecture.ToString(),
        };

        string? Field(string key) =>
            lines.Select(line => line.Split(':', 2)).FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == key)?[1].Trim();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLetters();
}
