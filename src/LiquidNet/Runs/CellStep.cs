using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Runs;

/// <summary>One time step of a model for the samples of some lanes: forward, its output, and back.</summary>
/// <remarks>
/// <para>Tapes, streams and online rules are made of it. It holds memory in slots and works on those that it is pointed at: a tape gives
/// each time step slots of its own, a stream or an online rule, which take one step after the other, use the first ones (<c>default</c>)
/// for all. Lanes are independent samples, each with a timespan of its own; to find a Jacobian they may as well be the same sample with
/// other adjoints.</para>
/// <para>Forward: <see cref="Reserve(StepMemory)"/> makes room, <see cref="Prepare"/> takes the parameters. Then <see cref="Unfolds"/>,
/// <see cref="Input"/> and the <see cref="State"/> of the slot are filled, and after <see cref="Forward"/> the next state stands as many
/// slots further as the step has unfolds; <see cref="WriteOutput"/> reads it out. Nothing is allocated.</para>
/// <para>Back: <see cref="BeginReverse"/> takes the place where gradients are added; <see cref="StateAdjoint"/> is filled with the gradient
/// with respect to the next state, to which <see cref="ReverseOutput"/> adds that of an output. After <see cref="Reverse"/> it holds the
/// gradient with respect to the state before, and <see cref="InputGradient"/> and <see cref="TimespanGradient"/> have been added to, if
/// they are wanted. Weight gradients are added for neighbouring slots at once, and are complete after <see cref="FinishReverse"/>.</para>
/// </remarks>
sealed partial class CellStep
{
    readonly CompiledModel model;
    readonly Circuit output;
    readonly Frame cell;
    readonly Frame readout;
    readonly int stateLength;

    AlignedMemory? states;
    int stateMask;

    /// <summary>Creates a step with parameters as they are whenever it is prepared.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">What is read out: the model's logits or its predictions.</param>
    /// <param name="lanes">How many samples lie side by side in a row.</param>
    public CellStep(CompiledModel model, Circuit output, int lanes)
        : this(model, output, model.Step.CreateFrame(lanes), output.CreateFrame(lanes))
    {
    }

    /// <summary>Creates a step over frames, which may share their parameters with others.</summary>
    public CellStep(CompiledModel model, Circuit output, Frame cell, Frame readout)
    {
        this.model = model;
        this.output = output;
        this.cell = cell;
        this.readout = readout;
        stateLength = model.StateSize * Lanes;
        Unfolds = new UnfoldCounts(model.Unfolds, Lanes);
    }

    /// <summary>How many samples lie side by side in a row.</summary>
    public int Lanes => cell.Lanes;

    /// <summary>The timespans of the steps, and into how many unfolds they cut each.</summary>
    public UnfoldCounts Unfolds { get; }

    /// <summary>Whether all timespans of all steps and lanes are equal.</summary>
    public bool IsRegular
    {
        get => cell.IsRegular;
        set => cell.IsRegular = value;
    }

    /// <summary>Which random numbers dropout takes; null switches it off.</summary>
    public DropoutKey? Dropout { get; set; }

    /// <summary>Makes room; what was there is lost where there was less.</summary>
    public void Reserve(StepMemory memory)
    {
        Reserve(ref cell.Values(Region.Input), model.InputSize, memory.Inputs);
        Reserve(ref cell.Values(Region.Timespan), 1, Unfolds.IsFixed ? memory.Samples : memory.Unfolds);
        Reserve(ref cell.Values(Region.Sample), model.Step.RowsOf(Region.Sample), memory.Samples);
        Reserve(ref cell.Values(Region.SampleProduct), model.Step.RowsOf(Region.SampleProduct), memory.Samples);
        Reserve(ref cell.Values(Region.Unfold), model.Step.RowsOf(Region.Unfold), memory.Unfolds);
        Reserve(ref cell.Values(Region.UnfoldProduct), model.Step.RowsOf(Region.UnfoldProduct), memory.Unfolds);
        Reserve(ref readout.Values(Region.Sample), output.RowsOf(Region.Sample), memory.Outputs);
        Reserve(ref readout.Values(Region.SampleProduct), output.RowsOf(Region.SampleProduct), memory.Outputs);
        AlignedMemory.Reserve(ref states, memory.States * stateLength);
        stateMask = memory.States == StepMemory.Alternating ? 1 : int.MaxValue;
        foreach (var frame in (ReadOnlySpan<Frame>)[cell, readout])
            frame.Values(Region.State) = frame.Values(Region.Next) = new Store { Memory = states, Stride = stateLength };
    }

    /// <summary>Takes the parameters as they are, and computes what depends on them alone.</summary>
    public void Prepare()
    {
        model.Step.Prepare(cell);
        PrepareOutput();
    }

    /// <summary>The same where only parameters of the readout have changed.</summary>
    public void PrepareOutput() => output.Prepare(readout);

    /// <summary>The input in a slot [InputSize x lanes].</summary>
    public Span<float> Input(int slot)
    {
        var store = cell.Values(Region.Input);
        return store.Memory!.Slice(store.Stride * slot, model.InputSize * Lanes);
    }

    /// <summary>The state in a slot [StateSize x lanes].</summary>
    public Span<float> State(int slot) => states!.Slice(StateStart(slot), stateLength);

    /// <summary>From now on reads out what belongs together in both directions, of the run that is over.</summary>
    public void ReadAligned(AlignedStates aligned)
    {
        aligned.Gather(states!);
        readout.Values(Region.State) = new Store { Memory = aligned.States, Stride = stateLength };
    }

    /// <summary>Computes the next state, in which denormal numbers are zero.</summary>
    /// <returns>Whether the next state is finite.</returns>
    /// <remarks>The way back goes straight through: a gradient is that of the state before it was made zero.</remarks>
    public bool Forward(StepSlots at)
    {
        MoveTo(at);
        if (Unfolds.IsFixed)
            Unfolds.WriteParts(at.Step, 0, Timespan);
        model.Step.ForwardSample(cell);
        for (var unfold = 0; unfold < Unfolds.Of(at.Step); unfold++)
        {
            MoveToUnfold(at, unfold);
            if (!Unfolds.IsFixed)
                Unfolds.WriteParts(at.Step, unfold, Timespan);
            model.Step.ForwardUnfold(cell);
        }

        var next = State(at.State + Unfolds.Of(at.Step));
        return SmallNumbers.WriteFlushed(next, SmallNumbers.LeastNormal, next);
    }

    /// <summary>Reads out the state after a time step.</summary>
    /// <param name="at">The slots of the time step.</param>
    /// <param name="slot">The readout's own slot.</param>
    /// <returns>The output [OutputSize x lanes], which stays until the slot is used again.</returns>
    public ReadOnlySpan<float> WriteOutput(StepSlots at, int slot)
    {
        MoveReadout(at, slot);
        output.ForwardSample(readout);
        return readout.Value(output.Root);
    }

    Span<float> Timespan => cell.Values(Region.Timespan).Slice(0, Lanes);

    int StateStart(int slot) => (slot & stateMask) * stateLength;

    /// <summary>Points the frame at the slots of a time step.</summary>
    void MoveTo(StepSlots at)
    {
        cell.Dropout = Dropout is { } key ? key with { Step = at.Step } : null;
        cell.Values(Region.Input).MoveTo(at.Step);
        cell.Values(Region.Sample).MoveTo(at.Sample);
        cell.Values(Region.SampleProduct).MoveTo(at.Sample);
        if (Unfolds.IsFixed)
            cell.Values(Region.Timespan).MoveTo(at.Sample);
    }

    /// <summary>Points the frame at the slots of an unfold.</summary>
    void MoveToUnfold(StepSlots at, int unfold)
    {
        cell.Values(Region.State).Start = StateStart(at.State + unfold);
        cell.Values(Region.Next).Start = StateStart(at.State + unfold + 1);
        cell.Values(Region.Unfold).MoveTo(at.Unfold + unfold);
        cell.Values(Region.UnfoldProduct).MoveTo(at.Unfold + unfold);
        if (!Unfolds.IsFixed)
            cell.Values(Region.Timespan).MoveTo(at.Unfold + unfold);
    }

    /// <summary>Points the readout at the state after a time step, and at a slot of its own.</summary>
    void MoveReadout(StepSlots at, int slot)
    {
        readout.Dropout = Dropout is { } key ? key.ForReadout() with { Step = at.Step } : null;
        readout.Values(Region.State).Start = StateStart(at.State + Unfolds.Of(at.Step));
        readout.Values(Region.Sample).MoveTo(slot);
        readout.Values(Region.SampleProduct).MoveTo(slot);
    }

    /// <summary>Where there is a single slot, all steps use it.</summary>
    void Reserve(ref Store store, int rows, int slots)
    {
        AlignedMemory.Reserve(ref store.Memory, (long)rows * Lanes * slots);
        store.Stride = slots == 1 ? 0 : rows * Lanes;
        store.Start = 0;
    }
}
