using LiquidNet.Kernels;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet;

/// <summary>Steps streams side by side in lanes, with the parameters that a model had when this was created.</summary>
/// <remarks>There are always as many lanes, and lanes do not see each other: no result depends on who is beside whom.</remarks>
sealed class PoolStep
{
    /// <summary>Readings that are stepped at once.</summary>
    public const int Lanes = LaneCount.Full;

    readonly CellStep step;
    readonly float[] timespans = new float[Lanes];

    /// <summary>Takes the parameters as they are.</summary>
    public PoolStep(CompiledModel model)
    {
        step = new CellStep(
            model,
            model.Predictions,
            model.Step.CreateFrame(Lanes, copiesParameters: true),
            model.Predictions.CreateFrame(Lanes, copiesParameters: true));
        step.Reserve(StepMemory.OfOneStep);
        step.Prepare();
    }

    /// <summary>Steps readings for different slots.</summary>
    /// <param name="batch">Where they are.</param>
    /// <param name="readings">Which they are; at least one, at most as many as lanes. The first one fills lanes without any.</param>
    public void Run(PoolBatch batch, ReadOnlySpan<int> readings)
    {
        var input = step.Input(0);
        var state = step.State(0);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var reading = readings[lane < readings.Length ? lane : 0];
            WriteLane(batch.Input(reading), lane, input);
            WriteLane(batch.State(reading), lane, state);
            timespans[lane] = batch.Elapsed(reading);
        }

        SmallNumbers.WriteFlushed(input, SmallNumbers.LeastNormal, input);
        step.Unfolds.Take(timespans);
        var areFinite = step.Forward(default);
        var next = step.State(step.Unfolds.Of(0));
        var output = step.WriteOutput(default, slot: 0);
        areFinite &= Finite.All(output);
        for (var lane = 0; lane < readings.Length; lane++)
        {
            if (areFinite || (IsFinite(next, lane) && IsFinite(output, lane)))
            {
                ReadLane(next, lane, batch.State(readings[lane]));
                ReadLane(output, lane, batch.Output(readings[lane]));
                batch.Complete(readings[lane]);
            }
            else
            {
                batch.Refuse(readings[lane], Refusal.NotFinite);
            }
        }
    }

    static void WriteLane(ReadOnlySpan<float> values, int lane, Span<float> rows)
    {
        for (var row = 0; row < values.Length; row++)
            rows[row * Lanes + lane] = values[row];
    }

    static void ReadLane(ReadOnlySpan<float> rows, int lane, Span<float> values)
    {
        for (var row = 0; row < values.Length; row++)
            values[row] = rows[row * Lanes + lane];
    }

    static bool IsFinite(ReadOnlySpan<float> rows, int lane)
    {
        for (var at = lane; at < rows.Length; at += Lanes)
        {
            if (!float.IsFinite(rows[at]))
                return false;
        }

        return true;
    }
}
