using System.Diagnostics;
using LiquidNet.Tests.Fuzzing.Mutations;

namespace LiquidNet.Tests.Fuzzing;

/// <summary>Gives a reader mutated files, each from a seed of its own, and watches what it does with them.</summary>
sealed class FuzzRun
{
    /// <summary>What a reader may take for itself, whatever the file.</summary>
    const long ConstantBytes = 2 << 20;

    /// <summary>How many times its length a reader may allocate for a file.</summary>
    const long TimesLength = 8;

    const int MostFindings = 5;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Endless = TimeSpan.FromMinutes(1);

    readonly FuzzTarget target;
    readonly byte[][] corpus;
    readonly List<string> findings = [];
    int read;

    public FuzzRun(FuzzTarget target)
    {
        this.target = target;
        corpus = [.. target.Corpus()];
        foreach (var whole in corpus)
            target.Read(whole);
    }

    /// <summary>What went wrong, each with the seed that brings it back.</summary>
    public IReadOnlyList<string> Findings => findings;

    /// <summary>How many mutated files were read without an exception.</summary>
    public int Read => read;

    /// <summary>Reads as many mutated files as asked for, or until a few have shown faults.</summary>
    public void Run(long firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count && findings.Count < MostFindings; seed++)
        {
            using var watchdog = new Timer(
                state => Environment.FailFast($"{target.Name}: no end in sight. Seed {state}."), seed, Endless, Timeout.InfiniteTimeSpan);
            var file = Mutated(new Random(unchecked((int)(seed ^ (seed >> 32)))));
            var (finding, elapsed, allocated) = Watch(file);

            // A machine that does other things may pause a reader, but hardly three times.
            for (var again = 0; again < 2 && elapsed > Longest; again++)
                elapsed = TimeSpan.FromTicks(Math.Min(elapsed.Ticks, Watch(file).Elapsed.Ticks));
            if (elapsed > Longest)
                finding ??= $"took {elapsed.TotalSeconds:F1} s";
            if (allocated > ConstantBytes + TimesLength * file.Length)
                finding ??= $"allocated {allocated} bytes";
            if (finding is not null)
                findings.Add($"{target.Name}, seed {seed}, {file.Length} bytes: {finding}");
        }
    }

    byte[] Mutated(Random random)
    {
        var file = corpus[random.Next(corpus.Length)];
        var kind = random.Next(4);
        if (kind > 0)
            file = target.Mutate(file, random);
        return kind > 1 ? file : ByteMutations.Apply(file, corpus[random.Next(corpus.Length)], random);
    }

    (string? Finding, TimeSpan Elapsed, long Allocated) Watch(byte[] file)
    {
        string? finding = null;
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        try
        {
            target.Read(file);
            read++;
        }
        catch (InvalidDataException)
        {
        }
        catch (Exception exception)
        {
            finding = exception.ToString();
        }

        return (finding, Stopwatch.GetElapsedTime(started), GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
