using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels.Lanes;
using LiquidNet.Runs.Shards;
using LiquidNet.Solvers;

namespace LiquidNet.Runs;

/// <summary>How much a <see cref="Tape"/> remembers of a run over time.</summary>
enum TapeMemory
{
    /// <summary>Only the last state: for inference.</summary>
    Nothing,

    /// <summary>All states; values are computed again while going back.</summary>
    States,

    /// <summary>All states and all values.</summary>
    Everything,
}

/// <summary>
/// One run over time for the samples of a shard: the states of all unfolds, the values of the steps, and the way back through them.
/// </summary>
/// <remarks>
/// Weight gradients are not computed step by step. Going back, the adjoints of all matrix products of a window of steps stay in memory;
/// then one product over time and samples makes each matrix's gradient.
/// </remarks>
sealed partial class Tape
{
    const int WindowSlots = 32;

    readonly LiquidEquation equation;
    readonly UnfoldPolicy unfolds;
    readonly Frame cell;
    readonly Frame head;
    readonly int stateLength;

    TapeMemory memory;
    bool isHeld;
    int[] firstUnfold = [0];
    int slotsOfWindow;
    AlignedMemory? states;
    float[] timespans = [];

    /// <param name="equation">The model.</param>
    /// <param name="lanes">How many samples lie side by side in a row.</param>
    /// <param name="copiesParameters">Whether the run sees the parameters as they were when it was prepared last.</param>
    public Tape(LiquidEquation equation, int lanes, bool copiesParameters = false)
    {
        this.equation = equation;
        unfolds = equation.Unfolds;
        Lanes = lanes;
        cell = equation.Step.CreateFrame(lanes, copiesParameters);
        head = equation.Head.CreateFrame(lanes, copiesParameters);
        stateLength = equation.StateSize * lanes;
        window = Math.Max(1, WindowSlots / unfolds.MaxCount);
    }

    /// <summary>How many samples lie side by side in a row.</summary>
    public int Lanes { get; }

    /// <summary>How many time steps the current run has.</summary>
    public int Steps { get; private set; }

    /// <summary>The state before the first step [StateSize x lanes]; to be filled before <see cref="Forward"/>.</summary>
    public Span<float> InitialState => states!.Slice(0, stateLength);

    /// <summary>The state after the last step [StateSize x lanes].</summary>
    public ReadOnlySpan<float> FinalState => StateAfter(Steps - 1);

    /// <summary>Which random numbers dropout takes; null switches it off.</summary>
    public DropoutKey? Dropout { get; set; }

    /// <summary>Makes room for a run over time and computes what depends on parameters only.</summary>
    public void Begin(IShardInput input, int steps, bool isInputConstant, TapeMemory remembers)
    {
        Reserve(ref firstUnfold, steps + 1);
        Reserve(ref timespans, steps * Lanes);
        slotsOfWindow = 0;
        for (var step = 0; step < steps; step++)
        {
            input.ReadTimespans(step, timespans.AsSpan(step * Lanes, Lanes));
            firstUnfold[step + 1] = checked(firstUnfold[step] + CountUnfolds(step));
            slotsOfWindow = Math.Max(slotsOfWindow, firstUnfold[step + 1] - firstUnfold[step / window * window]);
        }

        cell.IsRegular = input.IsRegular;
        Begin(steps, isInputConstant, remembers);
    }

    /// <summary>Makes room for steps of a single sample, taken one by one, and computes what depends on parameters only.</summary>
    public void BeginStream()
    {
        Reserve(ref firstUnfold, 2);
        Reserve(ref timespans, Lanes);
        Begin(steps: 1, isInputConstant: false, TapeMemory.Nothing);
    }

    /// <summary>Computes what depends on parameters only.</summary>
    public void Prepare()
    {
        equation.Step.Prepare(cell);
        equation.Head.Prepare(head);
    }

    /// <summary>Runs all time steps.</summary>
    public void Forward(IShardInput input, IShardOutput? output)
    {
        for (var step = 0; step < Steps; step++)
        {
            var inputs = cell.Values(Region.Input);
            if (step == 0 || !isHeld)
                input.ReadStep(step, inputs.Memory!.Slice(inputs.Stride * step, equation.InputSize * Lanes));
            ForwardStep(step, keptFrom: memory == TapeMemory.States ? step : 0);
            if (output is not null && output.Wants(step))
                output.Write(step, Output(step, slot: 0));
        }
    }

    /// <summary>Runs a single time step of a single sample.</summary>
    /// <param name="input">The input [InputSize].</param>
    /// <param name="elapsed">The timespan.</param>
    /// <returns>The output [OutputSize].</returns>
    public ReadOnlySpan<float> Advance(ReadOnlySpan<float> input, float elapsed)
    {
        input.CopyTo(cell.Values(Region.Input).Memory!.All);
        timespans[0] = elapsed;
        firstUnfold[1] = unfolds.CountFor(elapsed);
        ForwardStep(step: 0, keptFrom: 0);
        return Output(step: 0, slot: 0);
    }

    /// <summary>The state after a time step [StateSize x lanes].</summary>
    public ReadOnlySpan<float> StateAfter(int step) => states!.Slice(StateSlot(firstUnfold[step + 1]) * stateLength, stateLength);

    /// <summary>Computes the output after a time step [OutputSize x lanes].</summary>
    ReadOnlySpan<float> Output(int step, int slot)
    {
        MoveHead(step, slot);
        equation.Head.ForwardSample(head);
        return head.Value(equation.Head.Root);
    }

    /// <summary>Points the head at the state after a time step, and at a slot of its own.</summary>
    void MoveHead(int step, int slot)
    {
        head.Dropout = Dropout is { } key ? key.ForHead() with { Step = step } : null;
        head.Values(Region.State).Start = StateSlot(firstUnfold[step + 1]) * stateLength;
        head.Values(Region.Sample).Start = slot * head.Values(Region.Sample).Stride;
        head.Values(Region.SampleProduct).Start = slot * head.Values(Region.SampleProduct).Stride;
    }

    void ForwardStep(int step, int keptFrom)
    {
        cell.Dropout = Dropout is { } key ? key with { Step = step } : null;
        MoveToStep(step, keptFrom);
        equation.Step.ForwardSample(cell);
        for (var unfold = firstUnfold[step]; unfold < firstUnfold[step + 1]; unfold++)
        {
            MoveToUnfold(unfold, step, keptFrom);
            equation.Step.ForwardUnfold(cell);
        }
    }

    /// <summary>Points the frame at the slots of a time step.</summary>
    void MoveToStep(int step, int keptFrom)
    {
        var slot = memory == TapeMemory.Nothing ? 0 : step - keptFrom;
        cell.Values(Region.Input).Start = cell.Values(Region.Input).Stride * step;
        cell.Values(Region.Sample).Start = cell.Values(Region.Sample).Stride * slot;
        cell.Values(Region.SampleProduct).Start = cell.Values(Region.SampleProduct).Stride * slot;
        if (unfolds.IsFixed)
            WriteTimespan(step, slot, unfold: 0);
    }

    /// <summary>Points the frame at the slots of an unfold of a time step.</summary>
    void MoveToUnfold(int unfold, int step, int keptFrom)
    {
        var slot = memory == TapeMemory.Nothing ? 0 : unfold - firstUnfold[keptFrom];
        cell.Values(Region.State).Start = StateSlot(unfold) * stateLength;
        cell.Values(Region.Next).Start = StateSlot(unfold + 1) * stateLength;
        cell.Values(Region.Unfold).Start = cell.Values(Region.Unfold).Stride * slot;
        cell.Values(Region.UnfoldProduct).Start = cell.Values(Region.UnfoldProduct).Stride * slot;
        if (!unfolds.IsFixed)
            WriteTimespan(step, slot, unfold - firstUnfold[step]);
    }

    /// <summary>The part of a step's timespan that one unfold takes: a sample that needs fewer unfolds than others gets zero in the last ones.</summary>
    void WriteTimespan(int step, int slot, int unfold)
    {
        ref var store = ref cell.Values(Region.Timespan);
        store.Start = store.Stride * slot;
        var part = store.Slice(0, Lanes);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var timespan = timespans[step * Lanes + lane];
            var count = unfolds.CountFor(timespan);
            part[lane] = unfold < count ? timespan / count : 0;
        }
    }

    void Begin(int steps, bool isInputConstant, TapeMemory remembers)
    {
        Steps = steps;
        isHeld = isInputConstant;
        memory = remembers;
        var inputLength = equation.InputSize * Lanes;
        var keepsInput = memory != TapeMemory.Nothing && !isHeld;
        Reserve(ref cell.Values(Region.Input), inputLength, keepsInput ? steps : 1, isRepeated: !keepsInput);
        var slots = memory == TapeMemory.Nothing ? 2 : firstUnfold[steps] + 1L;
        AlignedMemory.Reserve(ref states, slots * stateLength);
        cell.Values(Region.State) = new Store { Memory = states, Stride = stateLength };
        cell.Values(Region.Next) = new Store { Memory = states, Stride = stateLength };
        head.Values(Region.State) = new Store { Memory = states, Stride = stateLength };
        ReserveValues();
        Prepare();
    }

    int CountUnfolds(int step)
    {
        var most = 1;
        for (var lane = 0; lane < Lanes; lane++)
            most = Math.Max(most, unfolds.CountFor(timespans[step * Lanes + lane]));
        return most;
    }

    int StateSlot(int unfold) => memory == TapeMemory.Nothing ? unfold & 1 : unfold;

    void ReserveValues()
    {
        var steps = memory switch
        {
            TapeMemory.Nothing => 1,
            TapeMemory.States => Math.Min(window, Steps),
            _ => Steps,
        };
        var slots = memory switch
        {
            TapeMemory.Nothing => 1,
            TapeMemory.States => slotsOfWindow,
            _ => firstUnfold[Steps],
        };
        Reserve(cell, equation.Step, Region.Sample, steps);
        Reserve(cell, equation.Step, Region.SampleProduct, steps);
        Reserve(cell, equation.Step, Region.Unfold, slots);
        Reserve(cell, equation.Step, Region.UnfoldProduct, slots);
        Reserve(ref cell.Values(Region.Timespan), Lanes, unfolds.IsFixed ? steps : slots);
        var outputs = memory == TapeMemory.Nothing ? 1 : Math.Min(window, Steps);
        Reserve(head, equation.Head, Region.Sample, outputs);
        Reserve(head, equation.Head, Region.SampleProduct, outputs);
    }

    void Reserve(Frame frame, Circuit circuit, Region region, int slots) =>
        Reserve(ref frame.Values(region), circuit.RowsOf(region) * Lanes, slots);

    static void Reserve(ref Store store, int length, int slots, bool isRepeated = false)
    {
        AlignedMemory.Reserve(ref store.Memory, (long)length * slots);
        store.Stride = isRepeated ? 0 : length;
        store.Start = 0;
    }

    static void Reserve<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length];
    }
}
