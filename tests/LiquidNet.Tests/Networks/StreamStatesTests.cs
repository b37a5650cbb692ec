using LiquidNet.Cells;
using LiquidNet.Storage;
using LiquidNet.Tests.Cells;

namespace LiquidNet.Tests.Networks;

public class StreamStatesTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.FromHours(2));
    static readonly float[] Reading = [0.3f, -0.2f];

    public static TheoryData<string> Cells => [.. CellCatalog.All.Select(recipe => recipe.Name)];

    [Fact]
    public void Time_stamps_give_the_timespans_that_lie_between_them()
    {
        var (stamped, plain) = (Network().OpenStream(TimeSpan.FromMinutes(1)), Network().OpenStream());
        stamped.Time.Should().BeNull();
        stamped.Step(Reading, Noon).ToArray().Should().Equal(plain.Step(Reading, elapsed: 0).ToArray());
        stamped.Step(Reading, Noon.AddSeconds(90)).ToArray().Should().Equal(plain.Step(Reading, elapsed: 1.5f).ToArray());
        stamped.Step(Reading, Noon.AddSeconds(90)).ToArray().Should().Equal(plain.Step(Reading, elapsed: 0).ToArray(), "a duplicate");
        var elsewhere = Noon.AddSeconds(120).ToOffset(TimeSpan.FromHours(-5));
        stamped.Step(Reading, elsewhere).ToArray().Should().Equal(plain.Step(Reading, elapsed: 0.5f).ToArray());
        stamped.Time.Should().Be(elsewhere);
    }

    [Fact]
    public void A_late_reading_is_refused_and_changes_nothing()
    {
        var stream = Network().OpenStream(TimeSpan.FromMinutes(1));
        stream.Step(Reading, Noon);
        stream.Step(Reading, Noon.AddMinutes(1));
        var state = stream.State.ToArray();
        stream.Invoking(it => it.Step(Reading, Noon)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*late*");
        stream.Invoking(it => it.Step([1, float.NaN], Noon.AddMinutes(2))).Should().Throw<ArgumentException>();
        stream.State.ToArray().Should().Equal(state);
        stream.Time.Should().Be(Noon.AddMinutes(1));
        stream.Reset();
        stream.Time.Should().BeNull();
    }

    [Fact]
    public void A_state_that_is_given_begins_without_a_time()
    {
        var (stamped, plain) = (Network().OpenStream(TimeSpan.FromMinutes(1)), Network().OpenStream());
        stamped.Step(Reading, Noon);
        stamped.Step(Reading, Noon.AddMinutes(1));
        plain.Reset(stamped.State);
        stamped.Reset(plain.State);
        stamped.Time.Should().BeNull();
        stamped.Step(Reading, Noon).ToArray().Should().Equal(plain.Step(Reading, elapsed: 0).ToArray(), "it is not late, but the first");
    }

    [Fact]
    public void Time_stamps_need_a_unit_and_elapsed_times_none()
    {
        var network = Network();
        network.Invoking(it => it.OpenStream(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        network.OpenStream().Invoking(it => it.Step(Reading, Noon)).Should().Throw<InvalidOperationException>();
        network.OpenStream(TimeSpan.FromDays(1)).Invoking(it => it.Step(Reading)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_step_with_a_time_stamp_allocates_nothing()
    {
        var (stream, time) = (Network().OpenStream(TimeSpan.FromMinutes(1)), Noon);
        stream.Step(Reading, time);
        Allocations.LeastOf(() => stream.Step(Reading, time = time.AddSeconds(1))).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_snapshot_goes_on_in_a_network_from_a_file(string name)
    {
        var network = LiquidNetwork.Regressor(CellCatalog.All.Single(recipe => recipe.Name == name).CreateScattered(seed: 2), outputs: 2);
        var file = Path.GetTempFileName();
        try
        {
            network.Save(file);
            var (stream, other) = (network.OpenStream(TimeSpan.FromHours(1)), LiquidNetwork.Load(file).OpenStream(TimeSpan.FromHours(1)));
            var reading = new float[network.InputSize];
            stream.Step(reading, Noon);
            stream.Step(reading, Noon.AddMinutes(20));
            other.Restore(stream.Snapshot());
            other.Time.Should().Be(stream.Time);
            other.State.ToArray().Should().Equal(stream.State.ToArray());
            other.Snapshot().Should().Equal(stream.Snapshot());
            var untimed = network.OpenStream();
            untimed.Restore(stream.Snapshot());
            untimed.State.ToArray().Should().Equal(stream.State.ToArray());
            untimed.Time.Should().BeNull("time stamps need a unit of time");
            var next = stream.Step(reading, Noon.AddMinutes(40)).ToArray();
            other.Step(reading, Noon.AddMinutes(40)).ToArray().Should().Equal(next);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Equal_fingerprints_stand_for_equal_equations()
    {
        var equations = CellCatalog.All.Select(recipe => recipe.Create(1))
            .GroupBy(cell => LiquidNetwork.Regressor(cell, outputs: 1).Model.Fingerprint, cell => cell.Step.Equation.ToString());
        equations.Should().OnlyContain(same => same.Distinct().Count() == 1);
        equations.Count().Should().BeGreaterThan(CellCatalog.All.Count / 2, "most cells have an equation of their own");
    }

    public static TheoryData<string, ulong> Fingerprints { get; } = new()
    {
        { "ltc", 17182896767091386816 },
        { "cfc", 9813708309611246768 },
        { "gru over gaps", 326348695791025455 },
        { "riccati", 3526650635980301737 },
    };

    /// <summary>Files of states carry them: where one changes, no stream can go on from what an earlier version has saved.</summary>
    [Theory]
    [MemberData(nameof(Fingerprints))]
    public void The_fingerprints_of_cells_are_those_of_all_files(string name, ulong expected)
    {
        LiquidCell cell = name switch
        {
            "ltc" => new LtcCell(2, units: 3),
            "cfc" => new CfcCell(2, units: 3),
            "riccati" => new RiccatiCell(2, units: 3),
            _ => new MissingValueCell(2, inputs => new GruCell(inputs, units: 3)),
        };
        LiquidNetwork.Regressor(cell, outputs: 1).Model.Fingerprint.Should().Be(expected);
    }

    [Fact]
    public void A_hostile_snapshot_is_refused_and_changes_nothing()
    {
        var stream = Network().OpenStream(TimeSpan.FromMinutes(1));
        stream.Step(Reading, Noon);
        stream.Step(Reading, Noon.AddMinutes(1));
        var (good, state) = (stream.Snapshot(), stream.State.ToArray());
        for (var length = 0; length < good.Length; length++)
            stream.Invoking(it => it.Restore(good.AsSpan(0, length))).Should().Throw<InvalidDataException>();
        foreach (var at in Enumerable.Range(0, 16).Concat(Enumerable.Range(23, 13)))
        {
            var bad = good.ToArray();
            bad[at] ^= 0x80;
            stream.Invoking(it => it.Restore(bad)).Should().Throw<InvalidDataException>($"byte {at} is wrong");
        }

        var infinite = good.ToArray();
        BitConverter.TryWriteBytes(infinite.AsSpan(40), float.NaN);
        stream.Invoking(it => it.Restore(infinite)).Should().Throw<InvalidDataException>().WithMessage("*byte 40*finite*");
        stream.Invoking(it => it.Restore([.. good, 0])).Should().Throw<InvalidDataException>();
        stream.State.ToArray().Should().Equal(state);
        stream.Time.Should().Be(Noon.AddMinutes(1));
    }

    [Fact]
    public void A_snapshot_of_another_equation_is_refused_with_the_reason()
    {
        var stream = LiquidNetwork.Regressor(new CfcCell(2, 4), outputs: 2).OpenStream();
        var snapshot = Network().OpenStream().Snapshot();
        stream.Invoking(it => it.Restore(snapshot)).Should().Throw<InvalidDataException>().WithMessage("*of equation*");
        var wider = LiquidNetwork.Regressor(new CfcCell(2, 5), outputs: 2).OpenStream();
        wider.Invoking(it => it.Restore(snapshot)).Should().Throw<InvalidDataException>().WithMessage("*4 numbers*5*");
    }

    [Fact]
    public void A_fork_goes_its_own_way_from_the_same_state()
    {
        var stream = Network().OpenStream();
        stream.Step(Reading);
        var fork = stream.Fork();
        fork.Step([1, 1]);
        var next = stream.Step(Reading).ToArray();
        fork.Reset();
        fork.Step(Reading);
        fork.Step(Reading).ToArray().Should().Equal(next);
    }

    [Fact]
    public void A_fork_sees_the_parameters_that_its_stream_sees()
    {
        var network = Network();
        var stream = network.OpenStream();
        network.Parameters["b_out"].Values.Fill(3);
        var fork = stream.Fork();
        var expected = stream.Step(Reading).ToArray();
        fork.Step(Reading).ToArray().Should().Equal(expected);
        fork.Refresh();
        fork.Step(Reading).ToArray().Should().NotEqual(stream.Step(Reading).ToArray());
    }

    [Fact]
    public void A_retrained_network_takes_over_and_the_state_stays()
    {
        var (old, trained) = (Network(), Network(seed: 9));
        var (stream, other) = (old.OpenStream(), trained.OpenStream());
        stream.Step(Reading);
        other.Reset(stream.State);
        stream.SwitchTo(trained);
        stream.Step(Reading).ToArray().Should().Equal(other.Step(Reading).ToArray());
        trained.Parameters["b_out"].Values.Fill(3);
        stream.Refresh();
        other.Refresh();
        stream.Step(Reading).ToArray().Should().Equal(other.Step(Reading).ToArray());
    }

    [Fact]
    public void A_network_of_another_equation_does_not_take_over()
    {
        var stream = Network().OpenStream();
        stream.Step(Reading);
        var next = stream.Fork().Step(Reading).ToArray();
        var others = new[]
        {
            LiquidNetwork.Regressor(new CfcCell(2, 4), outputs: 2),
            LiquidNetwork.Regressor(new CfcCell(2, 5), outputs: 2),
            LiquidNetwork.Classifier(Cell(seed: 3), classes: 2),
            LiquidNetwork.Regressor(Cell(seed: 3), outputs: 3),
        };
        foreach (var other in others)
            stream.Invoking(it => it.SwitchTo(other)).Should().Throw<ArgumentException>().WithMessage("*cannot take over*");
        stream.Step(Reading).ToArray().Should().Equal(next);
    }

    static LeakyIntegratorCell Cell(int seed) => new(2, 4, seed);

    static LiquidNetwork Network(int seed = 3) => LiquidNetwork.Regressor(Cell(seed), outputs: 2);

    [Fact]
    public void A_state_of_another_unit_of_time_is_refused()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 4, seed: 2), outputs: 1);
        var (minutes, hours) = (network.OpenStream(TimeSpan.FromMinutes(1)), network.OpenStream(TimeSpan.FromHours(1)));
        minutes.Step([1], DateTimeOffset.UnixEpoch);
        hours.Step([2], DateTimeOffset.UnixEpoch);
        var before = hours.State.ToArray();
        var pool = new StreamPool<string>(network, TimeSpan.FromHours(1));

        hours.Invoking(stream => stream.Restore(minutes.Snapshot())).Should().Throw<InvalidDataException>()
            .WithMessage("State refused at byte 24: it was taken with a unit of time of 00:01:00, but this is one of 01:00:00.");
        pool.Invoking(streams => streams.Restore("a", minutes.Snapshot())).Should().Throw<InvalidDataException>();
        hours.State.ToArray().Should().Equal(before);
        pool.Contains("a").Should().BeFalse();
        pool.Restore("a", hours.Snapshot());
        pool.TimeOf("a").Should().Be(DateTimeOffset.UnixEpoch);
    }
}
