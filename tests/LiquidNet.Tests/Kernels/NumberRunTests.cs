using LiquidNet.Kernels;
using LiquidNet.Tests.Kernels.Support;

namespace LiquidNet.Tests.Kernels;

public class NumberRunTests
{
    [Fact]
    public void Runs_of_every_length_are_copied_and_added_and_nothing_else_is_touched()
    {
        for (var length = 1; length <= 40; length++)
        {
            NumberRun[] runs = [new(To: 2, From: 5, length), new(To: length + 3, From: 0, length)];
            var (x, before) = (Numbers.Around(1, length + 5), Numbers.Around(2, 2 * length + 5));
            var (copied, added) = (before.Select(value => (double)value).ToArray(), before.Select(value => (double)value).ToArray());
            foreach (var (to, from, _) in runs)
            {
                for (var at = 0; at < length; at++)
                {
                    copied[to + at] = x[from + at];
                    added[to + at] = before[to + at] + x[from + at];
                }
            }

            var (copy, sum) = (new GuardedArray(before), new GuardedArray(before));
            NumberRun.Copy(runs, x, copy.Span);
            NumberRun.Add(runs, x, sum.Span);
            copy.ShouldBe(copied, 0d, because: $"length {length}");
            sum.ShouldBe(added, 0d, because: $"length {length}");
        }
    }
}
