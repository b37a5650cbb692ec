namespace LiquidNet.Tests.Kernels.Support;

/// <summary>Sums in double precision that also know how large their terms were, which is what rounding is measured by.</summary>
sealed class NaiveSum
{
    readonly double[] sums;
    readonly double[] sizes;

    public NaiveSum(float[] start)
    {
        sums = Array.ConvertAll(start, x => (double)x);
        sizes = Array.ConvertAll(start, x => (double)Math.Abs(x));
    }

    public void Add(int at, double a, double b = 1d)
    {
        sums[at] += a * b;
        sizes[at] += Math.Abs(a * b);
    }

    public void ShouldEqual(GuardedArray actual, double rounding, string because = "") => actual.ShouldBe(sums, rounding, sizes, because);
}
