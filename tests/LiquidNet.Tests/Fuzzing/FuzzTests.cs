using System.Globalization;
using Xunit.Abstractions;

namespace LiquidNet.Tests.Fuzzing;

/// <summary>Whatever is done to a file, its reader reads it or says in a documented exception what is wrong, soon and cheaply.</summary>
/// <remarks>
/// <c>LIQUIDNET_FUZZ_INPUTS</c> says how many files each reader is given, <c>LIQUIDNET_FUZZ_SEED</c> from which seed on; a finding names
/// the seed that brings it back.
/// </remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutated_file_is_read_or_refused(string name)
    {
        var (seed, count) = (Setting("LIQUIDNET_FUZZ_SEED", 20_261_126), Setting("LIQUIDNET_FUZZ_INPUTS", 300));
        using var targets = new FuzzTargets();
        var run = new FuzzRun(targets[name]);
        run.Run(seed, (int)count);
        output.WriteLine($"{name}: {count} files from seed {seed} on, of which {run.Read} were read");
        run.Findings.Should().BeEmpty("LIQUIDNET_FUZZ_SEED=<seed> LIQUIDNET_FUZZ_INPUTS=1 repeats one");
    }

    static long Setting(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
