using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class StateUpdateTests
{
    /// <summary>A few roundings of numbers around one.</summary>
    const double Roundings = 2e-6;

    public static TheoryData<int, int, bool> Shapes { get; } = new()
    {
        { 1, 1, false }, { 1, 1, true }, { 5, 1, false }, { 37, 1, true }, { 1, 8, false }, { 3, 8, true }, { 7, 16, false },
        { 32, 16, true }, { 2, 24, true }, { 33, 24, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Interpolation_moves_by_its_share(int rows, int lanes, bool perSample)
    {
        var (from, to, share) =
            (Numbers.Around(1, rows * lanes), Numbers.Around(2, rows * lanes), Numbers.Around(3, perSample ? lanes : rows * lanes));
        var y = new GuardedArray(new float[rows * lanes]);
        Lerps.Write(from, to, share, perSample, rows, lanes, y.Span);
        y.ShouldBe(
            [.. from.Select((a, index) => a + (double)share[index % share.Length] * ((double)to[index] - a))], Roundings,
            Ones(rows * lanes));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Interpolation_passes_adjoints_to_both_ends_and_to_the_share(int rows, int lanes, bool perSample)
    {
        var (from, to, share) =
            (Numbers.Around(1, rows * lanes), Numbers.Around(2, rows * lanes), Numbers.Around(3, perSample ? lanes : rows * lanes));
        var (dy, before) = (Numbers.Around(4, rows * lanes), Numbers.Around(5, rows * lanes));
        var (dfrom, dto, dshare) = (new GuardedArray(before), new GuardedArray(before), new GuardedArray(before.AsSpan(0, share.Length)));
        Lerps.AddGradients(dy, share, perSample, rows, lanes, dfrom.Span, dto.Span);
        Lerps.AddShareGradient(from, to, dy, perSample, rows, lanes, dshare.Span);
        dfrom.ShouldBe([.. dy.Select((slope, index) => before[index] + (1 - (double)share[index % share.Length]) * slope)], Roundings,
            Ones(rows * lanes));
        dto.ShouldBe(
            [.. dy.Select((slope, index) => before[index] + (double)share[index % share.Length] * slope)], Roundings, Ones(rows * lanes));
        dshare.ShouldBe(Summed(before, share.Length, index => ((double)to[index] - from[index]) * dy[index], dy.Length), Roundings * rows,
            Ones(share.Length));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_implicit_step_is_a_weighted_mean(int rows, int lanes, bool perSample)
    {
        var (state, drive, decay, step) = Neurons(rows, lanes, perSample);
        var y = new GuardedArray(new float[rows * lanes]);
        ImplicitSteps.Write(state, drive, decay, step, perSample, rows, lanes, y.Span);
        y.ShouldBe([.. state.Select((_, index) => Stepped(state, drive, decay, step, index))], Roundings, Ones(rows * lanes));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_implicit_step_passes_adjoints_to_all_it_depends_on(int rows, int lanes, bool perSample)
    {
        var (state, drive, decay, step) = Neurons(rows, lanes, perSample);
        var (dy, before) = (Numbers.Around(6, rows * lanes), Numbers.Around(7, rows * lanes));
        float[] y = [.. state.Select((_, index) => (float)Stepped(state, drive, decay, step, index))];
        var (dstate, ddrive, ddecay) = (new GuardedArray(before), new GuardedArray(before), new GuardedArray(before));
        var dstep = new GuardedArray(before.AsSpan(0, step.Length));
        ImplicitSteps.AddGradients(drive, decay, step, perSample, y, dy, rows, lanes, dstate.Span, ddrive.Span, ddecay.Span, dstep.Span);
        double Share(int index) => dy[index] / (1 + (double)step[index % step.Length] * decay[index]);
        dstate.ShouldBe([.. dy.Select((_, index) => before[index] + Share(index))], Roundings, Ones(rows * lanes));
        ddrive.ShouldBe(
            [.. dy.Select((_, index) => before[index] + step[index % step.Length] * Share(index))], Roundings, Ones(rows * lanes));
        ddecay.ShouldBe([.. dy.Select((_, index) => before[index] - step[index % step.Length] * Share(index) * y[index])], Roundings,
            Ones(rows * lanes));
        dstep.ShouldBe(
            Summed(before, step.Length, index => Share(index) * (drive[index] - (double)decay[index] * y[index]), dy.Length),
            Roundings * rows, Ones(step.Length));
    }

    static (float[] State, float[] Drive, float[] Decay, float[] Step) Neurons(int rows, int lanes, bool perSample) => (
        Numbers.Around(1, rows * lanes), Numbers.Around(2, rows * lanes), Numbers.Positive(3, rows * lanes),
        Numbers.Positive(4, perSample ? lanes : rows * lanes));

    static double Stepped(float[] state, float[] drive, float[] decay, float[] step, int index) =>
        (state[index] + (double)step[index % step.Length] * drive[index]) / (1 + (double)step[index % step.Length] * decay[index]);

    /// <summary>What is added to each of some elements that the others repeat.</summary>
    static double[] Summed(float[] before, int elements, Func<int, double> term, int count)
    {
        var sums = before.Take(elements).Select(value => (double)value).ToArray();
        for (var index = 0; index < count; index++)
            sums[index % elements] += term(index);
        return sums;
    }

    static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
