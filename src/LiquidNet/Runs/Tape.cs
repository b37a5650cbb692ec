using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Kernels;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Runs;

/// <summary>One run over time for the samples of a shard: a row of steps, and how much of them is remembered for the way back.</summary>
/// <remarks>
/// Weight gradients are not computed step by step. Going back, the adjoints of all matrix products of a window of steps stay in memory;
/// then one product over time and samples makes each matrix's gradient.
/// </remarks>
sealed class Tape
{
    const int WindowSlots = 32;

    readonly CellStep step;
    readonly UnfoldCounts unfolds;
    readonly int window;
    readonly int outputLength;
    readonly AlignedStates? aligned;

    TapeMemory memory;
    int unfoldsOfWindow;
    bool isInputConstant;
    float[] outputGradient = [];

    /// <param name="model">The model.</param>
    /// <param name="output">What is read out: the model's logits or its predictions.</param>
    /// <param name="lanes">How many samples lie side by side in a row.</param>
    public Tape(CompiledModel model, Circuit output, int lanes)
    {
        step = new CellStep(model, output, lanes);
        unfolds = step.Unfolds;
        window = Math.Max(1, WindowSlots / model.Unfolds.MaxCount);
        outputLength = model.OutputSize * lanes;
        aligned = model.ForwardStateSize is { } rows ? new AlignedStates(rows, model.StateSize, lanes) : null;
    }

    /// <summary>How many time steps the current run has.</summary>
    public int Steps { get; private set; }

    /// <summary>The state before the first step [StateSize x lanes]; to be filled before <see cref="Forward"/>.</summary>
    public Span<float> InitialState => step.State(0);

    /// <summary>The state after the last step [StateSize x lanes].</summary>
    public ReadOnlySpan<float> FinalState => StateAfter(Steps - 1);

    /// <summary>The gradient with respect to the initial state [StateSize x lanes], after <see cref="Reverse"/>.</summary>
    public ReadOnlySpan<float> InitialStateGradient => step.StateAdjoint;

    /// <summary>Which random numbers dropout takes; null switches it off.</summary>
    public DropoutKey? Dropout
    {
        get => step.Dropout;
        set => step.Dropout = value;
    }

    /// <summary>Makes room for a run over time, takes its timespans, and computes what depends on parameters only.</summary>
    public void Begin(IShardInput input, TapeMemory remembers)
    {
        Steps = input.Steps;
        memory = remembers;
        isInputConstant = input.IsConstant;
        step.IsRegular = input.IsRegular;
        unfolds.Take(input);
        aligned?.Take(input);
        unfoldsOfWindow = 0;
        for (var first = 0; first < Steps; first += window)
            unfoldsOfWindow = Math.Max(unfoldsOfWindow, unfolds.Before(Math.Min(first + window, Steps)) - unfolds.Before(first));
        step.Reserve(MemoryOf(remembers));
        step.Prepare();
    }

    /// <summary>Runs all time steps.</summary>
    public void Forward(IShardInput input, IShardOutput? output)
    {
        var later = output is not null && IsAligned(output.Wants(0));
        for (var index = 0; index < Steps; index++)
        {
            if (index == 0 || !isInputConstant)
                ReadInput(input, index);
            var at = At(index, memory == TapeMemory.States ? index : 0);
            step.Forward(at);
            if (!later && output is not null && output.Wants(index))
                output.Write(index, step.WriteOutput(at, slot: 0));
        }

        if (!later)
            return;
        step.ReadAligned(aligned!);
        for (var index = 0; index < Steps; index++)
            output!.Write(index, step.WriteOutput(At(index, index), slot: 0));
    }

    /// <summary>The state after a time step [StateSize x lanes].</summary>
    public ReadOnlySpan<float> StateAfter(int index) => step.State(unfolds.Before(index + 1));

    /// <summary>The gradient with respect to the input of a time step [InputSize x lanes], if inputs were asked for.</summary>
    public ReadOnlySpan<float> InputGradient(int index) => step.InputGradient(index);

    /// <summary>The gradient with respect to the timespans of a time step [lanes], if inputs were asked for.</summary>
    public ReadOnlySpan<float> TimespanGradient(int index) => step.TimespanGradient(index);

    /// <summary>Goes back through all time steps.</summary>
    /// <param name="loss">Scores the outputs.</param>
    /// <param name="gradients">Where the gradients of the parameters are added.</param>
    /// <param name="withInputs">Whether the gradients by inputs and timespans are found too.</param>
    public void Reverse(IShardLoss loss, GradientSet gradients, bool withInputs = false)
    {
        if (outputGradient.Length < outputLength)
            outputGradient = new float[outputLength];
        step.BeginReverse(gradients, MemoryOf(TapeMemory.States) with { Inputs = Steps }, withInputs);
        var outputsFirst = IsAligned(loss.Scores(0));
        if (outputsFirst)
            ReverseAlignedOutputs(loss);
        for (var first = LastWindow; first >= 0; first -= window)
            ReverseWindow(first, Math.Min(first + window, Steps), outputsFirst ? null : loss);
        step.FinishReverse();
    }

    int LastWindow => (Steps - 1) / window * window;

    /// <summary>Whether both directions are read out at every step. After the last step alone, both have read the whole sequence.</summary>
    bool IsAligned(bool readsEveryStep) => aligned is not null && readsEveryStep;

    /// <summary>Goes back through all outputs, before the first state is gone back through: each depends on an early and a late
    /// state.</summary>
    void ReverseAlignedOutputs(IShardLoss loss)
    {
        step.ReadAligned(aligned!);
        aligned!.BeginReverse();
        for (var first = LastWindow; first >= 0; first -= window)
        {
            var end = Math.Min(first + window, Steps);
            for (var index = end - 1; index >= first; index--)
            {
                ReverseOutput(index, index - first, loss);
                aligned.Scatter(index, step.StateAdjoint);
            }

            AddOutputWeightGradients(first, end - first, first);
        }
    }

    void ReverseWindow(int first, int end, IShardLoss? loss)
    {
        var from = memory == TapeMemory.Everything ? 0 : first;
        for (var index = first; memory == TapeMemory.States && index < end; index++)
            step.Forward(At(index, from));

        var scored = 0;
        for (var index = end - 1; index >= first; index--)
        {
            if (loss is null)
            {
                aligned!.AddTo(index, step.StateAdjoint);
            }
            else if (loss.Scores(index))
            {
                ReverseOutput(index, index - first, loss);
                scored++;
            }
            else
            {
                AddOutputWeightGradients(index + 1, scored, first);
                scored = 0;
            }

            step.Reverse(At(index, from), At(index, first));
        }

        AddOutputWeightGradients(first, scored, first);
        step.AddWeightGradients(At(first, from), At(first, first), end - first, unfolds.Before(end) - unfolds.Before(first));
    }

    void ReverseOutput(int index, int slot, IShardLoss loss)
    {
        var output = step.WriteOutput(At(index, index), slot);
        var gradient = outputGradient.AsSpan(0, outputLength);
        loss.WriteGradient(index, output, gradient);
        step.ReverseOutput(slot, gradient);
    }

    /// <summary>Adds the readout's weight gradients for steps that follow each other: at once where their states lie equally far
    /// apart.</summary>
    void AddOutputWeightGradients(int index, int count, int windowStart)
    {
        var together = unfolds.IsFixed ? count : 1;
        for (var end = index + count; index < end; index += together)
            step.AddOutputWeightGradients(At(index, index), index - windowStart, together);
    }

    void ReadInput(IShardInput input, int index)
    {
        var ofStep = step.Input(index);
        input.ReadStep(index, ofStep);
        SmallNumbers.WriteFlushed(ofStep, SmallNumbers.LeastNormal, ofStep);
    }

    /// <summary>The slots of a time step, where those from another one on are remembered.</summary>
    StepSlots At(int index, int from) =>
        new(index, index - from, unfolds.Before(index) - unfolds.Before(from), unfolds.Before(index));

    StepMemory MemoryOf(TapeMemory remembers)
    {
        var (steps, all) = (Math.Min(window, Steps), unfolds.Before(Steps));
        var inputs = isInputConstant ? 1 : Steps;
        return remembers switch
        {
            TapeMemory.Nothing when aligned is null => StepMemory.OfOneStep,
            TapeMemory.Nothing => StepMemory.OfOneStep with { States = all + 1L },
            TapeMemory.States => new(inputs, steps, unfoldsOfWindow, all + 1L, steps),
            _ => new(inputs, Steps, all, all + 1L, steps),
        };
    }
}
