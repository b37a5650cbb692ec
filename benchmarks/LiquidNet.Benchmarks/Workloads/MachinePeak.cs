using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiquidNet.Benchmarks;

/// <summary>What the processor can do at maxCount: multiply-adds on registers, which no program that also reads memory reaches.</summary>
static class MachinePeak
{
    const int Accumulators = 12, Rounds = 2_000_000, Trials = 7;

    static float sink;

    /// <summary>The best of a few trials, in GFLOP/s of all threads together.</summary>
    public static double Measure(int threads)
    {
        var operations = 2.0 * Accumulators * Vector<float>.Count * Rounds * threads;
        var best = 0.0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var start = Stopwatch.GetTimestamp();
            var workers = Enumerable.Range(1, threads - 1).Select(_ => new Thread(MultiplyAndAdd)).ToArray();
            foreach (var worker in workers)
                worker.Start();
            MultiplyAndAdd();
            foreach (var worker in workers)
                worker.Join();
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MultiplyAndAdd()
    {
        var factor = new Vector<float>(0.999999f);
        var addend = new Vector<float>(1e-7f);
        Vector<float> a = addend, b = addend, c = addend, d = addend, e = addend, f = addend;
        Vector<float> g = addend, h = addend, i = addend, j = addend, k = addend, l = addend;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector.MultiplyAddEstimate(a, factor, addend);
            b = Vector.MultiplyAddEstimate(b, factor, addend);
            c = Vector.MultiplyAddEstimate(c, factor, addend);
            d = Vector.MultiplyAddEstimate(d, factor, addend);
            e = Vector.MultiplyAddEstimate(e, factor, addend);
            f = Vector.MultiplyAddEstimate(f, factor, addend);
            g = Vector.MultiplyAddEstimate(g, factor, addend);
            h = Vector.MultiplyAddEstimate(h, factor, addend);
            i = Vector.MultiplyAddEstimate(i, factor, addend);
            j = Vector.MultiplyAddEstimate(j, factor, addend);
            k = Vector.MultiplyAddEstimate(k, factor, addend);
            l = Vector.MultiplyAddEstimate(l, factor, addend);
        }

        sink = Vector.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
