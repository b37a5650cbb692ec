using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class SynapseTableTests
{
    static readonly SynapseTable Table = new(sourceCount: 4, targetCount: 3, [new(3, 2, -1), new(1, 0, 1), new(0, 2, 1), new(0, 0, -1)]);

    [Fact]
    public void Each_target_finds_its_synapses_between_two_starts()
    {
        Table.Sources.ToArray().Should().Equal(0, 1, 0, 3);
        Table.Starts.ToArray().Should().Equal(0, 2, 2, 4);
        Table.Incoming(0).ToArray().Should().Equal(new Synapse(0, 0, -1), new Synapse(1, 0, 1));
        Table.Incoming(1).ToArray().Should().BeEmpty();
        Table[3].Should().Be(new Synapse(3, 2, -1));
    }

    [Fact]
    public void Polarity_is_the_sign_of_a_synapse_and_zero_where_there_is_none()
    {
        Table.Polarity(3, 2).Should().Be(-1);
        Table.Polarity(1, 0).Should().Be(1);
        Table.Polarity(3, 0).Should().Be(0);
        Table.Polarity(0, 1).Should().Be(0);
    }

    [Fact]
    public void Tables_are_equal_when_their_synapses_are_in_whatever_order_they_came()
    {
        var same = new SynapseTable(4, 3, Table.Reverse());
        same.Should().Equal(Table);
        same.Equals(Table).Should().BeTrue();
        same.GetHashCode().Should().Be(Table.GetHashCode());

        new SynapseTable(5, 3, Table).Equals(Table).Should().BeFalse("there is another source");
        new SynapseTable(4, 4, Table).Equals(Table).Should().BeFalse("there is another target");
        new SynapseTable(4, 3, Table.Select(s => s with { Polarity = 1 })).Equals(Table).Should().BeFalse("signs differ");
        Table.Equals((object)"table").Should().BeFalse();
    }

    [Fact]
    public void A_position_source_or_target_outside_is_refused_by_its_name()
    {
        Table.Invoking(table => table[4]).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
        Table.Invoking(table => table[-1]).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
        Table.Invoking(table => table.Incoming(3).Length).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("target");
        Table.Invoking(table => table.Polarity(0, -1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("target");
        Table.Invoking(table => table.Polarity(4, 0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("source");
    }

    [Fact]
    public void A_table_prints_its_sizes() => Table.ToString().Should().Be("4 synapses, 4 -> 3");

    [Fact]
    public void Looking_up_a_polarity_allocates_nothing()
    {
        Table.Polarity(3, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Table.Polarity(3, 2);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Theory]
    [InlineData(4, 0, 1, "*Source = 4*starts outside the sources 0 to 3*")]
    [InlineData(-1, 0, 1, "*Source = -1*starts outside the sources 0 to 3*")]
    [InlineData(0, 3, 1, "*Target = 3*ends outside the targets 0 to 2*")]
    [InlineData(0, -1, 1, "*Target = -1*ends outside the targets 0 to 2*")]
    [InlineData(0, 0, 0, "*Polarity = 0*polarity other than +1 (excitatory) or -1 (inhibitory)*")]
    [InlineData(0, 0, 2, "*Polarity = 2*polarity other than*")]
    [InlineData(3, 2, 1, "The synapse from 3 to 2 is listed twice*")]
    public void An_impossible_synapse_is_refused(int source, int target, int polarity, string message)
    {
        var build = () => new SynapseTable(4, 3, [.. Table, new Synapse(source, target, polarity)]);
        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Theory]
    [InlineData(0, 1, "The number of sources must be at least 1 but is 0*")]
    [InlineData(1, 0, "The number of targets must be between 1 and 32768 but is 0*")]
    [InlineData(1, 32769, "The number of targets must be between 1 and 32768 but is 32769*")]
    public void An_impossible_size_is_refused(int sources, int targets, string message)
    {
        var build = () => new SynapseTable(sources, targets, []);
        build.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }
}
