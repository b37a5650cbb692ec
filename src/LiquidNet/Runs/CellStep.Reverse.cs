using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Runs;

// The way back through a step.
sealed partial class CellStep
{
    AlignedMemory? nextAdjoint;
    AlignedMemory? stateAdjoint;
    AlignedMemory? inputGradient;
    AlignedMemory? timespanGradient;
    AlignedMemory? partAdjoint;
    float[][] cellGradients = [];
    float[][] readoutGradients = [];
    GradientSet? found;
    bool findsInputs;

    /// <summary>
    /// The gradient with respect to the next state before <see cref="Reverse"/>, and with respect to the state before it afterwards
    /// [StateSize x lanes]; zero after <see cref="BeginReverse"/>.
    /// </summary>
    public Span<float> StateAdjoint => nextAdjoint!.Slice(0, stateLength);

    /// <summary>Begins to go back.</summary>
    /// <param name="gradients">Where the gradients of the parameters are added.</param>
    /// <param name="memory">How many adjoints stay until <see cref="AddWeightGradients"/>, and for how many inputs gradients are
    /// found.</param>
    /// <param name="withInputs">Whether the gradients by inputs and timespans are found too.</param>
    public void BeginReverse(GradientSet gradients, StepMemory memory, bool withInputs)
    {
        Find(gradients);
        Reserve(ref cell.Adjoints(Region.Sample), model.Step.RowsOf(Region.Sample), slots: 1);
        Reserve(ref cell.Adjoints(Region.Unfold), model.Step.RowsOf(Region.Unfold), slots: 1);
        Reserve(ref cell.Adjoints(Region.SampleProduct), model.Step.RowsOf(Region.SampleProduct), memory.Samples);
        Reserve(ref cell.Adjoints(Region.UnfoldProduct), model.Step.RowsOf(Region.UnfoldProduct), memory.Unfolds);
        Reserve(ref readout.Adjoints(Region.Sample), output.RowsOf(Region.Sample), slots: 1);
        Reserve(ref readout.Adjoints(Region.SampleProduct), output.RowsOf(Region.SampleProduct), memory.Outputs);
        AlignedMemory.Reserve(ref nextAdjoint, stateLength);
        AlignedMemory.Reserve(ref stateAdjoint, stateLength);
        nextAdjoint.All.Clear();
        findsInputs = withInputs;
        cell.Adjoints(Region.Input) = cell.Adjoints(Region.Timespan) = default;
        if (withInputs)
            ReserveInputGradients(memory.Inputs);
        model.Step.BeginReverse(cell);
        output.BeginReverse(readout);
    }

    /// <summary>The gradient with respect to the input of a time step [InputSize x lanes], if it was asked for.</summary>
    public ReadOnlySpan<float> InputGradient(int step) => inputGradient!.Slice(step * model.InputSize * Lanes, model.InputSize * Lanes);

    /// <summary>The gradient with respect to the timespans of a time step [lanes], if it was asked for.</summary>
    public ReadOnlySpan<float> TimespanGradient(int step) => timespanGradient!.Slice(step * Lanes, Lanes);

    /// <summary>Backpropagates a gradient with respect to the output that <see cref="WriteOutput"/> has just given, into
    /// <see cref="StateAdjoint"/>.</summary>
    /// <param name="slot">The readout's slot for the adjoints that stay.</param>
    /// <param name="gradient">The gradient with respect to the output [OutputSize x lanes].</param>
    public void ReverseOutput(int slot, ReadOnlySpan<float> gradient)
    {
        readout.Adjoints(Region.State) = new Store { Memory = nextAdjoint };
        readout.Adjoints(Region.Sample).Memory!.All.Clear();
        Clear(readout, output, Region.SampleProduct, slot);
        Updates.Add(gradient, readout.Adjoint(output.Root));
        output.ReverseSample(readout);
    }

    /// <summary>Goes back through a step that was computed forward in the same slots.</summary>
    /// <param name="at">The slots of the step.</param>
    /// <param name="kept">The slots of the adjoints that stay.</param>
    public void Reverse(StepSlots at, StepSlots kept)
    {
        MoveTo(at);
        cell.Adjoints(Region.Input).MoveTo(at.Step);
        cell.Adjoints(Region.Sample).Memory!.All.Clear();
        Clear(cell, model.Step, Region.SampleProduct, kept.Sample);
        partAdjoint?.All.Clear();
        for (var unfold = Unfolds.Of(at.Step) - 1; unfold >= 0; unfold--)
        {
            MoveToUnfold(at, unfold);
            ReverseUnfold(kept.Unfold + unfold);
            if (findsInputs && !Unfolds.IsFixed)
                AddTimespanGradient(at.Step, unfold);
        }

        model.Step.ReverseSample(cell);
        if (findsInputs && Unfolds.IsFixed)
            AddTimespanGradient(at.Step, unfold: 0);
    }

    /// <summary>Adds the weight gradients of neighbouring steps: one product over time and samples for each matrix.</summary>
    /// <param name="at">The slots of the first step.</param>
    /// <param name="kept">The slots of its adjoints.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="unfolds">How many unfolds they have together.</param>
    public void AddWeightGradients(StepSlots at, StepSlots kept, int steps, int unfolds)
    {
        MoveTo(at);
        MoveToUnfold(at, unfold: 0);
        cell.Adjoints(Region.SampleProduct).MoveTo(kept.Sample);
        cell.Adjoints(Region.UnfoldProduct).MoveTo(kept.Unfold);
        model.Step.AddSampleWeightGradients(cell, steps);
        model.Step.AddUnfoldWeightGradients(cell, unfolds);
    }

    /// <summary>Adds the weight gradients of the readout.</summary>
    /// <param name="at">The slots of the first step.</param>
    /// <param name="slot">The readout's slot for it.</param>
    /// <param name="steps">How many neighbouring steps; more than one only where the number of unfolds is fixed.</param>
    public void AddOutputWeightGradients(StepSlots at, int slot, int steps)
    {
        MoveReadout(at, slot);
        readout.Values(Region.State).Stride = stateLength * Unfolds.Of(at.Step);
        readout.Adjoints(Region.SampleProduct).MoveTo(slot);
        output.AddSampleWeightGradients(readout, steps);
    }

    /// <summary>Ends the way back: the gradients are then complete.</summary>
    public void FinishReverse()
    {
        model.Step.FinishReverse(cell);
        output.FinishReverse(readout);
    }

    void ReverseUnfold(int slot)
    {
        Clear(cell, model.Step, Region.UnfoldProduct, slot);
        cell.Adjoints(Region.Unfold).Memory!.All.Clear();
        stateAdjoint!.All.Clear();
        cell.Adjoints(Region.Next) = new Store { Memory = nextAdjoint };
        cell.Adjoints(Region.State) = new Store { Memory = stateAdjoint };
        model.Step.ReverseUnfold(cell);
        SmallNumbers.WriteFlushed(stateAdjoint.All, SmallNumbers.LeastAdjoint, stateAdjoint.All);
        (nextAdjoint, stateAdjoint) = (stateAdjoint, nextAdjoint);
    }

    void AddTimespanGradient(int step, int unfold)
    {
        Unfolds.AddGradient(step, unfold, partAdjoint!.All, timespanGradient!.Slice(step * Lanes, Lanes));
        partAdjoint.All.Clear();
    }

    void ReserveInputGradients(int steps)
    {
        AlignedMemory.Reserve(ref inputGradient, (long)steps * model.InputSize * Lanes);
        AlignedMemory.Reserve(ref timespanGradient, (long)steps * Lanes);
        AlignedMemory.Reserve(ref partAdjoint, Lanes);
        inputGradient.All.Clear();
        timespanGradient.All.Clear();
        cell.Adjoints(Region.Input) = new Store { Memory = inputGradient, Stride = model.InputSize * Lanes };
        cell.Adjoints(Region.Timespan) = new Store { Memory = partAdjoint };
    }

    void Clear(Frame frame, Circuit circuit, Region region, int slot)
    {
        ref var store = ref frame.Adjoints(region);
        store.MoveTo(slot);
        store.Slice(0, circuit.RowsOf(region) * Lanes).Clear();
    }

    /// <summary>Finds the gradients of both circuits' parameters in a set for a whole model, once for the steps that add to it.</summary>
    void Find(GradientSet gradients)
    {
        if (ReferenceEquals(gradients, found))
            return;
        cell.Gradients = GradientsOf(model.Step, gradients, ref cellGradients);
        readout.Gradients = GradientsOf(output, gradients, ref readoutGradients);
        found = gradients;
    }

    static float[][] GradientsOf(Circuit circuit, GradientSet gradients, ref float[][] own)
    {
        if (own.Length != circuit.Parameters.Count)
            own = new float[circuit.Parameters.Count][];
        for (var index = 0; index < own.Length; index++)
            own[index] = gradients.Storage(gradients.Parameters.IndexOf(circuit.Parameters[index]));
        return own;
    }
}
