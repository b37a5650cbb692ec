using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Runs;

/// <summary>The way back through time.</summary>
sealed partial class Tape
{
    readonly int window;

    AlignedMemory? nextAdjoint;
    AlignedMemory? stateAdjoint;
    float[] outputGradient = [];
    float[][] cellGradients = [];
    float[][] headGradients = [];
    AlignedMemory? inputAdjoints;
    AlignedMemory? timespanAdjoints;
    bool findsInputs;

    /// <summary>The gradient by the initial state [StateSize x lanes], after <see cref="Reverse"/>.</summary>
    public ReadOnlySpan<float> InitialStateGradient => nextAdjoint!.Slice(0, stateLength);

    /// <summary>Says which gradients the way back adds to, and whether it also finds those by inputs and timespans.</summary>
    public void CollectInto(GradientSet gradients, bool withInputs)
    {
        LiquidEquation.FindGradients(equation.Step, gradients, ref cellGradients);
        LiquidEquation.FindGradients(equation.Head, gradients, ref headGradients);
        findsInputs = withInputs;
    }

    /// <summary>The gradient by the input of a time step [InputSize x lanes], if inputs were asked for.</summary>
    public ReadOnlySpan<float> InputGradient(int step) =>
        inputAdjoints!.Slice(step * equation.InputSize * Lanes, equation.InputSize * Lanes);

    /// <summary>The gradient by the timespans of a time step [lanes], if inputs were asked for.</summary>
    public void WriteTimespanGradient(int step, Span<float> gradient)
    {
        gradient.Clear();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var count = unfolds.CountFor(timespans[step * Lanes + lane]);
            if (unfolds.IsFixed)
            {
                gradient[lane] = timespanAdjoints!.All[step * Lanes + lane] / count;
                continue;
            }

            for (var unfold = 0; unfold < count; unfold++)
                gradient[lane] += timespanAdjoints!.All[(firstUnfold[step] + unfold) * Lanes + lane] / count;
        }
    }

    /// <summary>Goes back through all time steps and adds to the gradients.</summary>
    /// <param name="loss">Scores the outputs.</param>
    public void Reverse(IShardLoss loss)
    {
        cell.Gradients = cellGradients;
        head.Gradients = headGradients;
        ReserveAdjoints();
        equation.Step.BeginReverse(cell);
        equation.Head.BeginReverse(head);
        for (var first = (Steps - 1) / window * window; first >= 0; first -= window)
            ReverseWindow(first, Math.Min(first + window, Steps), loss);
        equation.Step.FinishReverse(cell);
        equation.Head.FinishReverse(head);
    }

    void ReverseWindow(int first, int end, IShardLoss loss)
    {
        var keptFrom = memory == TapeMemory.Everything ? 0 : first;
        if (memory == TapeMemory.States)
        {
            for (var step = first; step < end; step++)
                ForwardStep(step, keptFrom);
        }

        var judged = 0;
        for (var step = end - 1; step >= first; step--)
        {
            if (loss.Scores(step))
            {
                ReverseOutput(step, step - first, loss);
                judged++;
            }
            else
            {
                AddHeadWeightGradients(step + 1, judged, first);
                judged = 0;
            }

            ReverseStep(step, first, keptFrom);
        }

        AddHeadWeightGradients(first, judged, first);
        MoveToStep(first, keptFrom);
        MoveToUnfold(firstUnfold[first], first, keptFrom);
        MoveAdjoints(cell, first, first);
        equation.Step.AddSampleWeightGradients(cell, end - first);
        equation.Step.AddUnfoldWeightGradients(cell, firstUnfold[end] - firstUnfold[first]);
    }

    void ReverseOutput(int step, int slot, IShardLoss loss)
    {
        var output = Output(step, slot);
        var gradient = outputGradient.AsSpan(0, output.Length);
        loss.WriteGradient(step, output, gradient);
        head.Adjoints(Region.State) = new Store { Memory = nextAdjoint };
        ref var products = ref head.Adjoints(Region.SampleProduct);
        products.Start = products.Stride * slot;
        products.Slice(0, products.Stride).Clear();
        head.Adjoints(Region.Sample).Memory!.All.Clear();
        Updates.Add(gradient, head.Adjoint(equation.Head.Root));
        equation.Head.ReverseSample(head);
    }

    /// <summary>Adds the head's weight gradients for steps that follow each other: at once where their states lie equally far apart.</summary>
    void AddHeadWeightGradients(int step, int count, int windowStart)
    {
        var together = unfolds.IsFixed ? count : 1;
        head.Values(Region.State).Stride = stateLength * unfolds.MaxCount;
        for (var end = step + count; step < end; step += together)
        {
            MoveHead(step, step - windowStart);
            ref var products = ref head.Adjoints(Region.SampleProduct);
            products.Start = products.Stride * (step - windowStart);
            equation.Head.AddSampleWeightGradients(head, together);
        }
    }

    void ReverseStep(int step, int windowStart, int keptFrom)
    {
        cell.Dropout = Dropout is { } key ? key with { Step = step } : null;
        MoveToStep(step, keptFrom);
        MoveAdjoints(cell, step, windowStart);
        cell.Adjoints(Region.Sample).Memory!.All.Clear();
        Clear(cell.Adjoints(Region.SampleProduct));
        for (var unfold = firstUnfold[step + 1] - 1; unfold >= firstUnfold[step]; unfold--)
        {
            MoveToUnfold(unfold, step, keptFrom);
            ref var products = ref cell.Adjoints(Region.UnfoldProduct);
            products.Start = products.Stride * (unfold - firstUnfold[windowStart]);
            Clear(products);
            if (!unfolds.IsFixed)
                cell.Adjoints(Region.Timespan).Start = unfold * Lanes;
            cell.Adjoints(Region.Unfold).Memory!.All.Clear();
            stateAdjoint!.All.Clear();
            cell.Adjoints(Region.Next) = new Store { Memory = nextAdjoint };
            cell.Adjoints(Region.State) = new Store { Memory = stateAdjoint };
            equation.Step.ReverseUnfold(cell);
            SmallNumbers.WriteFlushed(stateAdjoint.All, SmallNumbers.LeastAdjoint, stateAdjoint.All);
            (nextAdjoint, stateAdjoint) = (stateAdjoint, nextAdjoint);
        }

        equation.Step.ReverseSample(cell);
    }

    /// <summary>Points the adjoints of a frame at a time step and its first unfold.</summary>
    void MoveAdjoints(Frame frame, int step, int windowStart)
    {
        frame.Adjoints(Region.SampleProduct).Start = frame.Adjoints(Region.SampleProduct).Stride * (step - windowStart);
        frame.Adjoints(Region.UnfoldProduct).Start =
            frame.Adjoints(Region.UnfoldProduct).Stride * (firstUnfold[step] - firstUnfold[windowStart]);
        frame.Adjoints(Region.Input).Start = frame.Adjoints(Region.Input).Stride * step;
        frame.Adjoints(Region.Timespan).Start = frame.Adjoints(Region.Timespan).Stride * step;
    }

    void ReserveAdjoints()
    {
        var steps = Math.Min(window, Steps);
        ReserveAdjoints(cell, equation.Step, Region.Sample, 1);
        ReserveAdjoints(cell, equation.Step, Region.Unfold, 1);
        ReserveAdjoints(cell, equation.Step, Region.SampleProduct, steps);
        ReserveAdjoints(cell, equation.Step, Region.UnfoldProduct, slotsOfWindow);
        ReserveAdjoints(head, equation.Head, Region.Sample, 1);
        ReserveAdjoints(head, equation.Head, Region.SampleProduct, steps);
        AlignedMemory.Reserve(ref nextAdjoint, stateLength);
        AlignedMemory.Reserve(ref stateAdjoint, stateLength);
        Reserve(ref outputGradient, equation.OutputSize * Lanes);
        nextAdjoint.All.Clear();
        cell.Adjoints(Region.Input) = default;
        cell.Adjoints(Region.Timespan) = default;
        if (!findsInputs)
            return;
        inputAdjoints = new AlignedMemory(Steps * equation.InputSize * Lanes);
        timespanAdjoints = new AlignedMemory(firstUnfold[Steps] * Lanes);
        cell.Adjoints(Region.Input) = new Store { Memory = inputAdjoints, Stride = equation.InputSize * Lanes };
        cell.Adjoints(Region.Timespan) = new Store { Memory = timespanAdjoints, Stride = unfolds.IsFixed ? Lanes : 0 };
    }

    void ReserveAdjoints(Frame frame, Circuit circuit, Region region, int slots) =>
        Reserve(ref frame.Adjoints(region), circuit.RowsOf(region) * Lanes, slots);

    static void Clear(Store store) => store.Slice(0, store.Stride).Clear();
}
