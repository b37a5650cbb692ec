using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Benchmarks;

/// <summary>What the processor can do at most: arithmetic on registers, which no program that also reads memory reaches.</summary>
static class MachinePeak
{
    const int Accumulators = 12, Rounds = 1_000_000, Trials = 41;

    static float sink;

    /// <summary>Multiplications and additions: the best of a few trials, in GFLOP/s of all threads together.</summary>
    public static double Measure(int threads) =>
        2 * Best(threads, WideVector.IsSupported ? MultiplyAdd<WideVector> : MultiplyAdd<LaneVector>);

    /// <summary>Sigmoids as synapses compute them: the best of a few trials, in billions a second of all threads together.</summary>
    public static double MeasureSigmoids(int threads) =>
        Best(threads, WideVector.IsSupported ? Sigmoids<WideVector> : Sigmoids<LaneVector>);

    /// <summary>Billions of a second; the work gives how many it has done.</summary>
    static double Best(int threads, Func<long> work)
    {
        var best = 0.0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var start = Stopwatch.GetTimestamp();
            var workers = Enumerable.Range(1, threads - 1).Select(_ => new Thread(() => work())).ToArray();
            foreach (var worker in workers)
                worker.Start();
            var done = work() * threads;
            foreach (var worker in workers)
                worker.Join();
            best = Math.Max(best, done / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static long MultiplyAdd<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var factor = TLanes.All(0.999999f);
        var addend = TLanes.All(1e-7f);
        TLanes a = addend, b = addend, c = addend, d = addend, e = addend, f = addend;
        TLanes g = addend, h = addend, i = addend, j = addend, k = addend, l = addend;
        for (var round = 0; round < Rounds; round++)
        {
            a = TLanes.MultiplyAdd(a, factor, addend);
            b = TLanes.MultiplyAdd(b, factor, addend);
            c = TLanes.MultiplyAdd(c, factor, addend);
            d = TLanes.MultiplyAdd(d, factor, addend);
            e = TLanes.MultiplyAdd(e, factor, addend);
            f = TLanes.MultiplyAdd(f, factor, addend);
            g = TLanes.MultiplyAdd(g, factor, addend);
            h = TLanes.MultiplyAdd(h, factor, addend);
            i = TLanes.MultiplyAdd(i, factor, addend);
            j = TLanes.MultiplyAdd(j, factor, addend);
            k = TLanes.MultiplyAdd(k, factor, addend);
            l = TLanes.MultiplyAdd(l, factor, addend);
        }

        sink = TLanes.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        return (long)Accumulators * TLanes.Count * Rounds;
    }

    /// <summary>Four chains of sums, so that the sigmoids, which do not depend on each other, fill the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static long Sigmoids<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var step = TLanes.All(1e-6f);
        TLanes x = TLanes.All(-1), a = TLanes.All(0), b = a, c = a, d = a;
        for (var round = 0; round < Rounds; round++)
        {
            a += Rational.ReciprocalOfOnePlusPowerOfTwo(x);
            b += Rational.ReciprocalOfOnePlusPowerOfTwo(x + x);
            c += Rational.ReciprocalOfOnePlusPowerOfTwo(x - step);
            d += Rational.ReciprocalOfOnePlusPowerOfTwo(x * x);
            x += step;
        }

        sink = TLanes.Sum(a + b + c + d);
        return 4L * TLanes.Count * Rounds;
    }
}
