using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Tests.Kernels;

public class AlignedMemoryTests
{
    [Fact]
    public void Memory_begins_at_a_cache_line_and_is_zero()
    {
        for (var length = 1; length < 100; length++)
        {
            var memory = new AlignedMemory(length);
            memory.All.Length.Should().Be(length);
            memory.All.ToArray().Should().OnlyContain(value => value == 0);
            AddressOf(ref memory.All[0]).Should().Match(address => address % 64 == 0);
            memory.Slice(length - 1, 1)[0] = 5;
            memory.All[^1].Should().Be(5);
        }
    }

    [Fact]
    public void Reserving_keeps_memory_that_is_large_enough()
    {
        AlignedMemory? memory = null;
        AlignedMemory.Reserve(ref memory, 10);
        var first = memory;
        AlignedMemory.Reserve(ref memory, 10);
        memory.Should().BeSameAs(first);
        AlignedMemory.Reserve(ref memory, 11);
        memory.Length.Should().Be(11);
    }

    static unsafe long AddressOf(ref float value) => (long)Unsafe.AsPointer(ref value);
}
