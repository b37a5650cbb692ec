using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Storage;
using LiquidNet.Training;

namespace LiquidNet.Tests.Networks;

/// <summary>A network knows the unit of its timespans: readings and sets in another one would silently give wrong numbers.</summary>
public sealed class TimeUnitTests
{
    const string Text = "id,t,x,y\na,2026-01-01 00:00,1,no\na,2026-01-01 03:00,2,no\nb,2026-01-01 00:00,3,yes\nb,2026-01-01 01:30,4,yes\n";

    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
    static readonly SequenceTable Hours = Read(Hour);
    static readonly SequenceTable Minutes = Read(Minute);

    public static TheoryData<string> Ways { get; } = ["standardised", "trained", "solved", "loaded", "stated"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_network_that_knows_its_unit_refuses_a_set_with_another(string way)
    {
        var network = Learned(way);
        network.TimeUnit.Should().Be(Hour);
        Action<SequenceSet>[] anything =
        [
            set => new Trainer(network, new() { Epochs = 1 }).Fit(set), set => new Trainer(network).Evaluate(set),
            set => _ = new Trainer(network, new() { Validation = set }), set => network.Classify(set), set => network.Forward(set),
            set => new RidgeRegression().Fit(network, set),
        ];
        var untimed = SequenceSet.Of(Enumerable.Range(0, 2).Select(Minutes.ToSequence));
        foreach (var run in anything)
        {
            FluentActions.Invoking(() => run(Minutes.Subset([1, 0]))).Should().Throw<ArgumentException>()
                .WithMessage("The unit of time of the set is 1 minute, but that of the network is 1 hour*");
            run(Hours.Subset([0, 1]));
            run(SequenceWindows.Of(Hours, length: 1));
            run(untimed);
        }
    }

    [Fact]
    public void A_set_whose_unit_is_not_known_teaches_none()
    {
        var table = SequenceTable.ParseCsv("id,t,x,y\na,0,1,no\na,3,2,no\nb,1,3,yes\n", "id", "t", "y");
        table.TimeUnit.Should().BeNull();
        var network = Network().Standardized(table);
        network.TimeUnit.Should().BeNull();
        network.Invoking(it => it.TimeUnit = TimeSpan.Zero).Should().Throw<ArgumentOutOfRangeException>();
        network.OpenStream().Invoking(it => it.Step([1], Noon)).Should().Throw<InvalidOperationException>().WithMessage("*unit of time*");
    }

    [Fact]
    public void A_file_with_a_unit_that_is_none_is_refused()
    {
        var file = new MemoryStream();
        Learned("standardised").Save(file);
        var bytes = file.ToArray();
        bytes[bytes.AsSpan().IndexOf("01:00:00"u8) + 1] = (byte)'0';
        FluentActions.Invoking(() => LiquidNetwork.Load(new MemoryStream(bytes))).Should().Throw<InvalidDataException>()
            .WithMessage("*timeUnit*above zero*");
    }

    [Fact]
    public void A_validation_set_in_another_unit_is_refused() =>
        new Trainer(Network(), new() { Validation = Minutes }).Invoking(it => it.Fit(Hours)).Should().Throw<ArgumentException>()
            .WithMessage("The unit of time of the validation set is 1 minute, but that of the set that is learned from is 1 hour*");

    [Fact]
    public void A_stream_takes_time_stamps_in_the_unit_of_its_network_or_elapsed_times_as_the_first_reading_decides()
    {
        var network = Learned("standardised");
        var (stamped, plain, stated) = (network.OpenStream(), network.OpenStream(), network.OpenStream(Hour));
        foreach (var minutes in (int[])[0, 90, 100])
        {
            var expected = stated.Step([1], Noon.AddMinutes(minutes)).ToArray();
            stamped.Step([1], Noon.AddMinutes(minutes)).ToArray().Should().Equal(expected);
            plain.Step([1], elapsed: minutes switch { 0 => 0, 90 => 1.5f, _ => 10 / 60f })[0].Should().BeApproximately(expected[0], 1e-6f);
        }

        stamped.Invoking(it => it.Step([1])).Should().Throw<InvalidOperationException>().WithMessage("*time stamp*");
        plain.Invoking(it => it.Step([1], Noon)).Should().Throw<InvalidOperationException>()
            .WithMessage("An earlier reading had an elapsed time*OpenStream(unit)*");
        stamped.Reset();
        stamped.Step([1], elapsed: 2);
        plain.Restore(stated.Snapshot());
        plain.Time.Should().BeNull("its readings have elapsed times");
        var restored = network.OpenStream();
        restored.Restore(stated.Snapshot());
        restored.Time.Should().Be(Noon.AddMinutes(100));
        var fork = restored.Fork();
        fork.Step([1], Noon.AddMinutes(200)).ToArray().Should().Equal(stated.Step([1], Noon.AddMinutes(200)).ToArray());
    }

    [Fact]
    public void A_stream_or_pool_with_another_unit_is_refused()
    {
        const string Message = "The unit of time of the readings is 1 minute, but that of the network is 1 hour*";
        var network = Learned("standardised");
        network.Invoking(it => it.OpenStream(Minute)).Should().Throw<ArgumentException>().WithMessage(Message).WithParameterName("unit");
        FluentActions.Invoking(() => new StreamPool<int>(network, Minute)).Should().Throw<ArgumentException>().WithMessage(Message);
        var regressor = LiquidNetwork.Regressor(new GruCell(1, 3), outputs: 1);
        regressor.TimeUnit = Hour;
        FluentActions.Invoking(() => new LearnerPool<int>(regressor, Minute)).Should().Throw<ArgumentException>().WithMessage(Message);

        var next = Learned("standardised");
        next.TimeUnit = Minute;
        network.OpenStream().Invoking(it => it.SwitchTo(next)).Should().Throw<ArgumentException>()
            .WithMessage("*the next network is 1 minute*");
    }

    [Fact]
    public async Task A_pool_takes_time_stamps_or_elapsed_times_as_its_first_reading_decides()
    {
        var network = Learned("standardised");
        var (stamped, plain, outputs) = (new StreamPool<int>(network), new StreamPool<int>(network), new float[2]);
        stamped.Step([1], [1], [Noon], outputs);
        stamped.Step([1], [1], [Noon.AddHours(2)], outputs);
        plain.Step([1], [1], [0f], outputs);
        var first = outputs.ToArray();
        stamped.TimeOf(1).Should().Be(Noon.AddHours(2));
        plain.TimeOf(1).Should().BeNull();
        stamped.Invoking(it => it.Step([1], [1], [1f], outputs)).Should().Throw<InvalidOperationException>();
        plain.Invoking(it => it.Step([1], [1], [Noon], outputs)).Should().Throw<InvalidOperationException>();
        plain.Invoking(it => it.RemoveIdle(Noon)).Should().Throw<InvalidOperationException>();

        var file = new MemoryStream();
        stamped.Save(file);
        file.Position = 0;
        plain.Load(file);
        plain.Step([1, 2], [1, 1], [0f, 0f], new float[4]).Should().Be(0);
        file.Position = 0;
        var loaded = new StreamPool<int>(network);
        loaded.Load(file);
        loaded.TimeOf(1).Should().Be(Noon.AddHours(2));
        loaded.RemoveIdle(Noon.AddHours(3)).Should().Be(1);

        var arrived = new StreamPool<int>(network);
        await foreach (var (_, values, refusal) in arrived.StepAsync(Arrivals(new Reading(new float[] { 1 }, Noon))))
        {
            refusal.Should().Be(Refusal.None);
            values.Should().Equal(first);
        }

        arrived.TimeOf(1).Should().Be(Noon);
    }

    [Fact]
    public void A_pool_of_learners_takes_time_stamps_or_elapsed_times_as_its_first_reading_decides()
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 3), outputs: 1);
        network.TimeUnit = Hour;
        var (stamped, plain, stated, found) = (
            new LearnerPool<int>(network), new LearnerPool<int>(network), new LearnerPool<int>(network, Hour), new float[1]);
        foreach (var hours in (int[])[0, 2, 3])
        {
            var expected = new float[1];
            stated.Observe(1, [1], Noon.AddHours(hours), expected);
            stamped.Observe([1], [1], [Noon.AddHours(hours)], found);
            found.Should().Equal(expected);
            plain.Observe([1], [1], [1f], found);
        }

        stamped.TimeOf(1).Should().Be(Noon.AddHours(3));
        stamped.Invoking(it => it.Observe(1, [1], 1f, found)).Should().Throw<InvalidOperationException>();
        plain.Invoking(it => it.Observe(1, [1], Noon, found)).Should().Throw<InvalidOperationException>();
        plain.TimeOf(1).Should().BeNull();
    }

    static async IAsyncEnumerable<KeyedReading<int>> Arrivals(Reading reading)
    {
        await Task.Yield();
        yield return new(1, reading);
    }

    static LiquidNetwork Learned(string way)
    {
        var network = Network();
        switch (way)
        {
            case "standardised":
                return network.Standardized(Hours);
            case "solved":
                new RidgeRegression().Fit(network, Hours);
                return network;
            case "stated":
                network.TimeUnit = Hour;
                return network;
            default:
                new Trainer(network, new() { Epochs = 1 }).Fit(Hours);
                if (way == "trained")
                    return network;
                using (var file = new MemoryStream())
                {
                    network.Save(file);
                    file.Position = 0;
                    return LiquidNetwork.Load(file);
                }
        }
    }

    static LiquidNetwork Network() => LiquidNetwork.Classifier(new GruCell(1, 3, seed: 1), classes: 2, seed: 1);

    static SequenceTable Read(TimeSpan unit) => SequenceTable.ParseCsv(Text, "id", "t", "y", new() { Unit = unit });
}
