using System.Runtime.CompilerServices;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

public class LiquidStreamTests
{
    static readonly float[] Reading = [0.3f, -0.2f];

    [Fact]
    public void A_stream_goes_back_to_a_state_that_it_had()
    {
        var stream = Network().OpenStream();
        stream.Step(Reading);
        var state = stream.State.ToArray();
        var next = stream.Step(Reading, elapsed: 0.5f).ToArray();
        stream.Reset(state);
        stream.Step(Reading, elapsed: 0.5f).ToArray().Should().Equal(next);
        stream.Reset();
        stream.State.ToArray().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void What_it_refuses_leaves_the_state_as_it_was()
    {
        var stream = Network().OpenStream();
        stream.Step(Reading);
        var state = stream.State.ToArray();
        stream.Invoking(it => it.Step([1])).Should().Throw<ArgumentException>().WithMessage("*2 numbers but got 1*");
        stream.Invoking(it => it.Step([1, float.NaN])).Should().Throw<ArgumentException>();
        stream.Invoking(it => it.Step(Reading, -1)).Should().Throw<ArgumentOutOfRangeException>();
        stream.Invoking(it => it.Step(Reading, float.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        stream.Invoking(it => it.Reset([1])).Should().Throw<ArgumentException>();
        stream.Invoking(it => it.Step(Reading, 3e38f)).Should().Throw<ArithmeticException>("a step of that length overflows");
        stream.State.ToArray().Should().Equal(state);
    }

    public static TheoryData<string> Calls { get; } =
        [nameof(LiquidStream.Step), nameof(LiquidStream.Reset), "Reset to a state", nameof(LiquidStream.Refresh),
            nameof(LiquidStream.SwitchTo), nameof(LiquidStream.Snapshot), nameof(LiquidStream.Restore), nameof(LiquidStream.Fork)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_stream_that_is_at_work_takes_no_second_call(string call)
    {
        var network = LiquidNetwork.Regressor(new LtcCell(2, units: 128), outputs: 1);
        var stream = network.OpenStream();
        var (snapshot, state) = (stream.Snapshot(), stream.State.ToArray());
        Action second = call switch
        {
            nameof(LiquidStream.Step) => () => stream.Step(Reading),
            nameof(LiquidStream.Reset) => stream.Reset,
            nameof(LiquidStream.Refresh) => stream.Refresh,
            nameof(LiquidStream.SwitchTo) => () => stream.SwitchTo(network),
            nameof(LiquidStream.Snapshot) => () => stream.Snapshot(),
            nameof(LiquidStream.Restore) => () => stream.Restore(snapshot),
            nameof(LiquidStream.Fork) => () => stream.Fork(),
            _ => () => stream.Reset(state),
        };
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var steps = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                _ = RefusalOf(() => stream.Step(Reading));
        });
        string? refusal = null;
        while (refusal is null && !end.IsCancellationRequested)
            refusal = RefusalOf(second);
        await end.CancelAsync();
        await steps;
        refusal.Should().StartWith("Another thread is using this stream");
        second.Should().NotThrow("the other call has ended");
    }

    static string? RefusalOf(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    [Theory]
    [InlineData("W_in")]
    [InlineData("b_hid")]
    [InlineData("tau")]
    [InlineData("W_out")]
    [InlineData("b_out")]
    public void New_weights_of_any_kind_are_not_seen_before(string parameter)
    {
        var network = Network();
        var expected = network.OpenStream().Step(Reading).ToArray();
        var stream = network.OpenStream();
        network.Parameters[parameter].Values.Fill(3);
        stream.Step(Reading).ToArray().Should().Equal(expected);
        stream.Reset();
        stream.Refresh();
        stream.Step(Reading).ToArray().Should().NotEqual(expected);
    }

    [Fact]
    public void New_weights_are_taken_over_when_asked_for()
    {
        var network = Network();
        var stream = network.OpenStream();
        network.Parameters["b_out"].Values.Fill(3);
        network.Parameters["W_out"].Values.Clear();
        stream.Refresh();
        stream.Step(Reading).ToArray().Should().OnlyContain(value => value == 3);
    }

    [Fact]
    public void Streams_of_one_network_do_not_disturb_each_other()
    {
        var network = Network();
        var expected = network.OpenStream().Step(Reading).ToArray();
        var (first, second) = (network.OpenStream(), network.OpenStream());
        second.Step([5, 5], elapsed: 2);
        first.Step(Reading).ToArray().Should().Equal(expected);
    }

    static LiquidNetwork Network() =>
        LiquidNetwork.Regressor(new UnscaledLeakyIntegratorCell(2, 4, timeConstant: 1e-3f, seed: 3), outputs: 2);

    [Fact]
    public void A_network_that_has_been_streamed_is_forgotten_with_its_streams()
    {
        var network = Streamed();
        for (var turn = 0; turn < 5 && network.IsAlive; turn++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        network.IsAlive.Should().BeFalse("this thread still holds what it computed with, and that must not hold the network");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Streamed()
        {
            var network = LiquidNetwork.Regressor(new CfcCell(1, 2), outputs: 1);
            network.OpenStream().Step([1]);
            return new WeakReference(network);
        }
    }
}
