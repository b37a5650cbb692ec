using System.Diagnostics.CodeAnalysis;
using LiquidNet.Equations;

namespace LiquidNet.Runs;

/// <summary>A model with the parameters that it had at one time, ready for single samples; streams that saw the same parameters share
/// it.</summary>
/// <remarks>
/// Parameters, what follows from them, and weights in the order in which a single sample reads them are never written again. What a step
/// computes on its way has a place per thread, not per stream: a stream keeps its state alone.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "A stream is plain memory; what threads hold goes when the model is collected.")]
sealed class PreparedModel
{
    readonly Frame cell;
    readonly Frame readout;
    readonly ThreadLocal<CellStep> steps;
    readonly StepLimit limit;

    /// <summary>Takes the parameters as they are.</summary>
    public PreparedModel(CompiledModel model)
    {
        cell = model.Step.CreateFrame(lanes: 1, copiesParameters: true);
        readout = model.Predictions.CreateFrame(lanes: 1, copiesParameters: true);
        limit = model.Limit;
        model.Step.Prepare(cell);
        model.Predictions.Prepare(readout);
        steps = new ThreadLocal<CellStep>(() =>
        {
            var step = new CellStep(model, model.Predictions, cell.ShareParameters(), readout.ShareParameters());
            step.Reserve(StepMemory.OfOneStep);
            return step;
        });
    }

    /// <summary>Whether the parameters have not changed since.</summary>
    public bool IsCurrent => cell.HasCurrentParameters() && readout.HasCurrentParameters();

    /// <summary>The timespans that the cell takes.</summary>
    public ref readonly StepLimit Limit => ref limit;

    /// <summary>The calling thread's step; what it holds is lost with the next one.</summary>
    public CellStep Step => steps.Value!;
}
