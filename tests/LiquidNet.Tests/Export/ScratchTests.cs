using LiquidNet.Export.Plans;

namespace LiquidNet.Tests.Export;

public class ScratchTests
{
    [Fact]
    public void What_is_in_use_at_once_never_shares_memory()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var scratch = new Scratch();
            for (var index = 0; index < 30; index++)
            {
                var buffer = scratch.Add($"b{index}", random.Next(1, 9));
                buffer.UseAt(random.Next(40));
                buffer.UseAt(random.Next(40));
            }

            scratch.Arrange();
            foreach (var one in scratch.Buffers)
            {
                (one.Offset + one.Length).Should().BeLessThanOrEqualTo(scratch.Length);
                foreach (var other in scratch.Buffers.Where(other => other != one && one.Overlaps(other)))
                    (one.Offset + one.Length <= other.Offset || other.Offset + other.Length <= one.Offset).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void What_is_no_longer_read_makes_room()
    {
        var scratch = new Scratch();
        for (var index = 0; index < 10; index++)
        {
            var buffer = scratch.Add($"b{index}", 4);
            buffer.UseAt(index);
            buffer.UseAt(index + 1);
        }

        scratch.Arrange();
        scratch.Length.Should().Be(8);
    }
}
