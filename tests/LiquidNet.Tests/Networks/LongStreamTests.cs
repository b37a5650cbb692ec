using System.Globalization;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace LiquidNet.Tests.Networks;

/// <summary>A model that has seen windows only is streamed without an end: which cells stand it, and which one does not.</summary>
[Trait("Category", "Soak")]
public class LongStreamTests(ITestOutputHelper output)
{
    const int Window = 32;
    const int Steps = 100_000;
    const int Tenth = Steps / 10;

    /// <summary>A sensor that hangs for 10,000 readings, at a value that no window had.</summary>
    const float Stuck = 17;

    /// <summary>What a state may exceed its bound by; the bounds are those of real numbers.</summary>
    const float Rounding = 1e-5f;

    /// <summary>Cells, and what bounds each: a number for all of its state, from the parameters as they are after training.</summary>
    static readonly Dictionary<string, (Func<LiquidCell> Create, Func<LiquidCell, float> Bound)> Bounded = new()
    {
        ["leaky integrator"] = (() => new LeakyIntegratorCell(1, 16, seed: 1), _ => 1),
        ["CT-RNN"] = (() => new CtRnnCell(1, 16, seed: 1), cell => Greatest(cell.Parameters["tau"].GetEffectiveValues())),
        ["LTC"] = (() => new LtcCell(1, 16, seed: 1), BoundOfLtc),
        ["LTC, AutoNCP(16, 4)"] = (() => new LtcCell(1, new AutoNeuralCircuitPolicy(16, 4), seed: 1), BoundOfLtc),
        ["CfC"] = (() => new CfcCell(1, 16, seed: 1), _ => 1),
        ["CfC, no gate"] = (() => new CfcCell(1, 16, seed: 1) { Mode = CfcMode.NoGate }, _ => 2),
        ["wired CfC, AutoNCP(16, 4)"] = (() => new WiredCfcCell(1, new AutoNeuralCircuitPolicy(16, 4), seed: 1), _ => 1),
        ["CT-GRU"] = (() => new CtGruCell(1, 16, seed: 1), _ => 1),
        ["GRU"] = (() => new GruCell(1, 16, seed: 1), _ => 1),
        ["Riccati"] = (() => new RiccatiCell(1, 16, seed: 1), _ => 1),
    };

    public static TheoryData<string> BoundedCells { get; } = new(Bounded.Keys);

    [Theory]
    [MemberData(nameof(BoundedCells))]
    public void What_is_bounded_stays_so_and_predicts_at_the_end_as_at_the_beginning(string name)
    {
        var (create, bound) = Bounded[name];
        var cell = create();
        var run = Run(name, Trained(cell));
        run.GreatestState.Should().BeLessThanOrEqualTo(bound(cell) * (1 + Rounding));
        run.LastError.Should().BeLessThan(1.1 * run.FirstError, "a stream of any length is as good as a short one");
        run.LastError.Should().BeLessThan(1.1 * run.WindowError, "and as good as the windows");
    }

    [Theory]
    [InlineData("LSTM")]
    [InlineData("CfC with mixed memory")]
    public void A_memory_may_grow_but_is_seen_through_a_bound(string name)
    {
        var run = Run(name, Trained(
            name == "LSTM" ? new LstmCell(1, 16, seed: 1) : new MixedMemoryCell(new CfcCell(1, 16, seed: 1), seed: 1)));
        run.LastError.Should().BeLessThan(1.1 * run.FirstError);
    }

    /// <summary>Its recurrent weights begin at zero: so it learns the windows about as well as the others.</summary>
    [Fact]
    public void What_never_leaks_learns_the_windows_and_runs_away_in_the_stream()
    {
        var cell = new NeuralOdeCell(1, 16, seed: 1);
        cell.Parameters["W_hid"].Values.Clear();
        var run = Run("neural ODE", Trained(cell, epochs: 40));
        run.WindowError.Should().BeLessThan(0.5);
        run.FirstError.Should().BeGreaterThan(100);
        run.LastError.Should().BeGreaterThan(10 * run.FirstError);
        run.GreatestState.Should().BeGreaterThan(10_000);
    }

    static LiquidNetwork Trained(LiquidCell cell, int epochs = 8)
    {
        var windows = SequenceWindows.Of(Series(4_000, seed: 1), Window, stride: 8).Forecast(0);
        var network = LiquidNetwork.Regressor(cell, outputs: 1, seed: 1).Standardized(windows);
        new Trainer(network, new() { Epochs = epochs, Optimizer = new Adam(0.005f), Seed = 1 }).Fit(windows);
        return network;
    }

    StreamRun Run(string name, LiquidNetwork network)
    {
        var series = Series(Steps + 1, seed: 2);
        var (stream, windows) = (network.OpenStream(), network.OpenStream());
        var (greatest, first, last, apart) = (0f, 0.0, 0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var (reading, target) = (series.Values[step, 0], series.Values[step + 1, 0]);
            var (tenth, timespan) = (step / Tenth, series.Timespans![step]);
            var prediction = stream.Step([tenth == 5 ? Stuck : reading], timespan)[0];
            foreach (var state in stream.State)
                greatest = Math.Max(greatest, Math.Abs(state));
            if (step % Window == 0)
                windows.Reset();
            var error = Squared(prediction - target) / Tenth;
            first += tenth == 0 ? error : 0;
            last += tenth == 9 ? error : 0;
            apart += Squared(windows.Step([reading], timespan)[0] - target) / Steps;
        }

        var run = new StreamRun(greatest, Math.Sqrt(apart), Math.Sqrt(first), Math.Sqrt(last));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {run}"));
        return run;
    }

    static double Squared(double value) => value * value;

    static float BoundOfLtc(LiquidCell cell)
    {
        var bounds = StateBounds.Of((LtcCell)cell);
        return Math.Max(Greatest(bounds.Lower.ToArray()), Greatest(bounds.Upper.ToArray()));
    }

    static float Greatest(float[] values) => values.Max(Math.Abs);

    /// <summary>A daily cycle and noise that wanders, read about every hour.</summary>
    static Sequence Series(int steps, int seed)
    {
        var random = new Random(seed);
        var values = Matrix<float>.Build.Dense(steps, 1);
        var timespans = new float[steps];
        var (hours, noise) = (0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            hours += timespans[step] = 0.5f + random.NextSingle();
            noise = 0.9 * noise + 0.3 * (random.NextDouble() - 0.5);
            values[step, 0] = (float)(10 + 3 * Math.Sin(Math.Tau * hours / 24) + noise);
        }

        return new Sequence(values) { Timespans = timespans };
    }

    /// <summary>What a stream has shown; errors are roots of mean squares, in the unit of the readings.</summary>
    /// <param name="GreatestState">The greatest number that was ever in its state, in either direction.</param>
    /// <param name="WindowError">The error where the state begins anew with each window, as in training.</param>
    /// <param name="FirstError">The error in the first tenth of the stream.</param>
    /// <param name="LastError">The error in the last tenth.</param>
    sealed record StreamRun(float GreatestState, double WindowError, double FirstError, double LastError);
}
