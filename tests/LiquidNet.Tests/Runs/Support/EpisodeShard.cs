using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Tests.Runs.Support;

/// <summary>Some samples of an episode, side by side in lanes; lanes without a sample are zero.</summary>
sealed class EpisodeShard(Episode episode, RunResult result, int first, int lanes) : IShardInput, IShardOutput, IShardLoss
{
    public int Steps => episode.Steps;

    public bool IsConstant { get; init; }

    public bool IsRegular { get; } = episode.Timespans.All(timespan => timespan == episode.Timespans[0]);

    int Count => Math.Min(lanes, episode.Batch - first);

    public void WriteInitialState(Span<float> state)
    {
        state.Clear();
        for (var lane = 0; lane < Count; lane++)
            Scatter(episode.InitialState(first + lane), state, lane);
    }

    public void ReadStep(int step, Span<float> input)
    {
        input.Clear();
        for (var lane = 0; lane < Count; lane++)
            Scatter(episode.Input(first + lane, step), input, lane);
    }

    public void ReadTimespans(int step, Span<float> timespans)
    {
        timespans.Fill(IsRegular ? (float)episode.Timespans[0] : 0);
        for (var lane = 0; lane < Count; lane++)
            timespans[lane] = (float)episode.Timespan(first + lane, step);
    }

    public bool Wants(int step) => true;

    public void Write(int step, ReadOnlySpan<float> output) => Gather(output, result.Outputs, step);

    public bool Scores(int step) => episode.Scores?.Invoke(step) ?? true;

    public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient)
    {
        gradient.Clear();
        var rows = new double[output.Length / lanes];
        for (var lane = 0; lane < Count; lane++)
        {
            for (var row = 0; row < rows.Length; row++)
                rows[row] = output[row * lanes + lane];
            Scatter(episode.Slope(first + lane, step, rows), gradient, lane);
        }
    }

    public void ReadStates(Tape tape)
    {
        for (var step = 0; step < tape.Steps; step++)
            Gather(tape.StateAfter(step), result.States, step);
    }

    public void ReadGradients(Tape tape)
    {
        for (var step = 0; step < tape.Steps; step++)
        {
            Gather(tape.InputGradient(step), result.InputGradient, step);
            Gather(tape.TimespanGradient(step), result.TimespanGradient, step);
        }

        var size = episode.StateSize;
        for (var lane = 0; lane < Count; lane++)
        {
            for (var row = 0; row < size; row++)
                result.InitialStateGradient[(first + lane) * size + row] = tape.InitialStateGradient[row * lanes + lane];
        }
    }

    void Scatter(double[] values, Span<float> rows, int lane)
    {
        for (var row = 0; row < values.Length; row++)
            rows[row * lanes + lane] = (float)values[row];
    }

    void Gather(ReadOnlySpan<float> rows, double[] destination, int step)
    {
        var size = rows.Length / lanes;
        for (var lane = 0; lane < Count; lane++)
        {
            for (var row = 0; row < size; row++)
                destination[((first + lane) * episode.Steps + step) * size + row] = rows[row * lanes + lane];
        }
    }
}
