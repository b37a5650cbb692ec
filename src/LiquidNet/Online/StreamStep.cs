using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Online.Files;
using LiquidNet.Runs;

namespace LiquidNet.Online;

/// <summary>A stream that can go back through its last step: its state, and all that the step computed. Allocates nothing.</summary>
sealed class StreamStep
{
    readonly CompiledModel model;
    readonly CellStep step;
    readonly Frame cell;
    readonly Frame output;
    readonly StepMemory memory;
    readonly StatelessRun? predictions;
    readonly float[] state;
    StepLimit limit;

    /// <summary>Begins with a state of zero and the present parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="copiesParameters">Whether parameters are seen as they were at the last <see cref="Prepare"/>; it then gives logits
    /// alone, no predictions.</param>
    public StreamStep(CompiledModel model, bool copiesParameters = false)
    {
        this.model = model;
        var unfolds = model.Unfolds.MaxCount;
        memory = StepMemory.OfOneStep with { Unfolds = unfolds, States = unfolds + 1L };
        (cell, output) = (model.Step.CreateFrame(lanes: 1, copiesParameters), model.Logits.CreateFrame(lanes: 1, copiesParameters));
        step = new CellStep(model, model.Logits, cell, output);
        step.Reserve(memory);
        predictions = copiesParameters ? null : new StatelessRun(model.Predictions, model.StateSize, lanes: 1);
        state = new float[model.StateSize];
        Prepare();
    }

    StreamStep(StreamStep other)
    {
        (model, memory, limit) = (other.model, other.memory, other.limit);
        (cell, output) = (other.cell.ShareParameters(), other.output.ShareParameters());
        step = new CellStep(model, model.Logits, cell, output);
        step.Reserve(memory);
        state = new float[model.StateSize];
    }

    /// <summary>A stream for another thread, which sees the parameters that this one has copied; both go forward only.</summary>
    public StreamStep Fork() => new(this);

    /// <summary>The state after the last step [StateSize].</summary>
    public Span<float> State => state;

    /// <summary>The state before the last step [StateSize].</summary>
    public ReadOnlySpan<float> LastState => step.State(0);

    /// <summary>The last reading [InputSize].</summary>
    public ReadOnlySpan<float> Input => step.Input(0);

    /// <summary>The time that passed before it.</summary>
    public float Elapsed { get; private set; }

    /// <summary>Into how many unfolds the last step was cut.</summary>
    public int Unfolds => step.Unfolds.Of(0);

    /// <summary>The timespan of each of them.</summary>
    public float PartElapsed
    {
        get
        {
            var part = 0f;
            step.Unfolds.WriteParts(step: 0, unfold: 0, new Span<float>(ref part));
            return part;
        }
    }

    /// <summary>How often the parameters of the cell were taken.</summary>
    public long Preparation { get; private set; }

    /// <summary>What the readout gave before its activation [OutputSize].</summary>
    public ReadOnlySpan<float> Logits => step.WriteOutput(default, slot: 0);

    /// <summary>The gradient with respect to the state after the step, and once <see cref="ReverseStep"/> has run, the state before it
    /// [StateSize].</summary>
    public Span<float> StateGradient => step.StateAdjoint;

    /// <summary>The state before an unfold of the last step [StateSize].</summary>
    public ReadOnlySpan<float> StateBefore(int unfold) => step.State(unfold);

    /// <summary>Takes the parameters as they are, each within its constraint.</summary>
    public void Prepare()
    {
        Preparation++;
        model.ApplyConstraints();
        step.Prepare();
        predictions?.Prepare();
        limit = model.Limit;
    }

    /// <summary>The same where only parameters of the readout, which have no constraint, have moved.</summary>
    public void PrepareOutput()
    {
        step.PrepareOutput();
        predictions?.Prepare();
    }

    /// <summary>Takes a reading that has been checked; the state is what it was if something is not finite.</summary>
    /// <returns>The prediction [OutputSize], valid until the next reading.</returns>
    public ReadOnlySpan<float> Advance(scoped ReadOnlySpan<float> input, float elapsed)
    {
        if (!TryAdvance(input, elapsed))
            throw NotFinite.Output(model, place: "");
        state.CopyTo(predictions!.Input);
        var prediction = predictions.Run();
        if (Finite.All(prediction))
            return prediction;
        LastState.CopyTo(state);
        throw NotFinite.Output(model, place: "");
    }

    /// <summary>Takes a reading that another stream has taken.</summary>
    /// <returns>Whether state and logits are finite; if not, the state is what it was.</returns>
    public bool TryAdvance(ReadOnlySpan<float> input, float elapsed)
    {
        SmallNumbers.WriteFlushed(input, SmallNumbers.LeastNormal, step.Input(0));
        state.CopyTo(step.State(0));
        step.Unfolds.Take([elapsed]);
        var isFinite = step.Forward(default);
        if (!Finite.All(Logits) || !isFinite)
            return false;
        Elapsed = elapsed;
        step.State(step.Unfolds.Of(0)).CopyTo(state);
        return true;
    }

    /// <summary>Computes a step that was taken before once more, with the present parameters, to go back through it; the state of the
    /// stream stays.</summary>
    public void Repeat(ReadOnlySpan<float> input, ReadOnlySpan<float> before, float elapsed)
    {
        input.CopyTo(step.Input(0));
        before.CopyTo(step.State(0));
        step.Unfolds.Take([elapsed]);
        step.Forward(default);
    }

    /// <summary>Writes the state, or takes it over; where a target is due, also the step that it is of, which is computed again.</summary>
    /// <param name="state">A file.</param>
    /// <param name="prefix">With what names in it begin.</param>
    /// <param name="isDue">Whether a target of the last step may still come.</param>
    public void Transfer(ILearnerState state, string prefix, bool isDue)
    {
        state.Values(prefix + "state", State);
        if (!isDue)
            return;
        float[] elapsed = [Elapsed];
        state.Values(prefix + "last/elapsed", elapsed);
        state.Values(prefix + "last/input", step.Input(0), mayBeMissing: true);
        state.Values(prefix + "last/state", step.State(0));
        if (!state.IsRead)
            return;
        CheckTaken(Input, Elapsed = elapsed[0]);
        Repeat(Input, LastState, Elapsed);
        if (!Finite.All(Logits))
            throw new ArgumentException("The step that a target is due for is not finite.", nameof(state));
    }

    /// <summary>Begins to go back; gradients are added to a set.</summary>
    public void BeginReverse(GradientSet gradients) => step.BeginReverse(gradients, memory, withInputs: false);

    /// <summary>Goes back through the readout.</summary>
    /// <param name="gradient">The gradient with respect to the logits [OutputSize].</param>
    public void ReverseOutput(ReadOnlySpan<float> gradient)
    {
        step.ReverseOutput(slot: 0, gradient);
        step.AddOutputWeightGradients(default, slot: 0, steps: 1);
    }

    /// <summary>Goes back through all unfolds of the step.</summary>
    public void ReverseStep()
    {
        step.Reverse(default, default);
        step.AddWeightGradients(default, default, steps: 1, step.Unfolds.Of(0));
    }

    /// <summary>Ends the way back: the gradients are then complete.</summary>
    public void FinishReverse() => step.FinishReverse();

    /// <summary>Why the model does not take a reading of the right size.</summary>
    public Refusal RefusalOf(ReadOnlySpan<float> input, float elapsed) => ReadingCheck.RefusalOf(model, limit, input, elapsed);

    /// <summary>Refuses a reading that the model does not take.</summary>
    public void Check(ReadOnlySpan<float> input, float elapsed) => Check(input, elapsed, limit);

    /// <summary>Refuses numbers that no reading had which was taken: the limit of the solver may have been another one then.</summary>
    public void CheckTaken(ReadOnlySpan<float> input, float elapsed) => Check(input, elapsed, StepLimit.None);

    void Check(ReadOnlySpan<float> input, float elapsed, in StepLimit solverLimit)
    {
        ReadingCheck.CheckSizeAndTime(model, solverLimit, input, elapsed);
        ReadingCheck.CheckValues(model, input);
    }
}
