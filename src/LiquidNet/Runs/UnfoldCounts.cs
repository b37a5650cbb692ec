using LiquidNet.Kernels;
using LiquidNet.Runs.Shards;
using LiquidNet.Solvers;

namespace LiquidNet.Runs;

/// <summary>Into how many unfolds the time steps of a run are cut, and what part of its timespan a sample takes in each.</summary>
/// <remarks>A step has as many unfolds as the sample that needs most of them; a sample that needs fewer takes zero in the last
/// ones.</remarks>
sealed class UnfoldCounts(UnfoldPolicy policy, int lanes)
{
    int[] first = [0];
    int[] counts = [];
    float[] parts = [];

    /// <summary>Whether every step has the same number of unfolds, each of which takes the same part.</summary>
    public bool IsFixed { get; } = policy.IsFixed;

    /// <summary>Takes the timespans of a whole run.</summary>
    public void Take(IShardInput input)
    {
        Reserve(input.Steps);
        for (var step = 0; step < input.Steps; step++)
        {
            input.ReadTimespans(step, PartsOf(step));
            Cut(step);
        }
    }

    /// <summary>Takes the timespans of a single step [lanes].</summary>
    public void Take(ReadOnlySpan<float> timespans)
    {
        Reserve(steps: 1);
        timespans.CopyTo(PartsOf(0));
        Cut(step: 0);
    }

    /// <summary>How many unfolds come before a step.</summary>
    public int Before(int step) => first[step];

    /// <summary>How many unfolds a step has.</summary>
    public int Of(int step) => first[step + 1] - first[step];

    /// <summary>Writes what each sample takes of its timespan in an unfold [lanes].</summary>
    public void WriteParts(int step, int unfold, Span<float> destination)
    {
        PartsOf(step).CopyTo(destination);
        for (var lane = 0; unfold > 0 && lane < lanes; lane++)
            destination[lane] = unfold < CountOf(step, lane) ? destination[lane] : 0;
    }

    /// <summary>Adds a gradient with respect to the timespan of each unfold to that with respect to the timespans [lanes].</summary>
    public void AddGradient(int step, int unfold, ReadOnlySpan<float> byPart, Span<float> gradient)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            var count = CountOf(step, lane);
            if (unfold < count)
                gradient[lane] += byPart[lane] / count;
        }
    }

    Span<float> PartsOf(int step) => parts.AsSpan(step * lanes, lanes);

    int CountOf(int step, int lane) => IsFixed ? policy.MaxCount : counts[step * lanes + lane];

    /// <summary>Turns the timespans of a step into the parts of its unfolds.</summary>
    void Cut(int step)
    {
        var most = 1;
        for (var lane = 0; lane < lanes; lane++)
        {
            ref var part = ref parts[step * lanes + lane];
            var count = policy.CountFor(part);
            part = part < SmallNumbers.LeastNormal ? 0 : part / count;
            most = Math.Max(most, count);
            if (!IsFixed)
                counts[step * lanes + lane] = count;
        }

        first[step + 1] = checked(first[step] + most);
    }

    void Reserve(int steps)
    {
        if (first.Length > steps)
            return;
        first = new int[steps + 1];
        parts = new float[steps * lanes];
        counts = IsFixed ? [] : new int[steps * lanes];
    }
}
