using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Circuits;

/// <summary>
/// A compiled equation: its operators in order, one list per tempo, each result at a fixed place. Immutable, thread-safe, and
/// independent of the number of lanes; running it allocates nothing.
/// </summary>
sealed class Circuit
{
    readonly Operator[] constants;
    readonly Operator[] samples;
    readonly Operator[] unfolds;
    readonly Signal[] shared;
    readonly int[] rows;

    internal Circuit(CircuitLayout layout)
    {
        Operators = [.. layout.Operators];
        Parameters = [.. layout.Parameters];
        Root = layout.Root;
        constants = [.. Operators.Where(step => step.Tempo == Tempo.Constant && step is not Slice)];
        samples = [.. Operators.Where(step => step.Tempo == Tempo.Sample && step is not Slice)];
        unfolds = [.. Operators.Where(step => step.Tempo == Tempo.Unfold && step is not Slice)];
        shared = [.. layout.Leaves, .. constants];
        rows = layout.Rows;
        AdjointRows = layout.AdjointRows;
        LaneRows = layout.LaneRows;
    }

    /// <summary>All operators, each after its sources.</summary>
    public IReadOnlyList<Operator> Operators { get; }

    /// <summary>The parameters in the order of first use.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The result: the next state, or the output.</summary>
    public Signal Root { get; }

    /// <summary>Rows of the adjoints of parameters and constants.</summary>
    public int AdjointRows { get; }

    /// <summary>Rows of those adjoints that are summed lane by lane.</summary>
    public int LaneRows { get; }

    /// <summary>Compiles the equation of the next state, given a state that changes at every unfold.</summary>
    public static Circuit CompileStep(Signal next) => new(CircuitLayout.OfStep(next));

    /// <summary>Compiles the equation of an output that is read once per time step.</summary>
    public static Circuit CompileOutput(Signal output) => new(CircuitLayout.OfOutput(output));

    /// <summary>Rows of one slot of a region.</summary>
    public int RowsOf(Region region) => rows[(int)region];

    /// <summary>Creates the memory of one evaluation.</summary>
    /// <param name="lanes">How many samples lie side by side.</param>
    /// <param name="copiesParameters">Whether the evaluation sees parameters as they were when it was prepared last.</param>
    public Frame CreateFrame(int lanes, bool copiesParameters = false) =>
        new(Parameters, Operators, RowsOf(Region.Constant), lanes, copiesParameters);

    /// <summary>Computes what depends on parameters only.</summary>
    public void Prepare(Frame frame)
    {
        frame.TakeParameters();
        foreach (var step in constants)
            step.Forward(frame.ConstantTier);
        foreach (var step in samples)
            step.Prepare(frame);
        foreach (var step in unfolds)
            step.Prepare(frame);
    }

    public void ForwardSample(Frame frame) => Forward(samples, frame);

    public void ForwardUnfold(Frame frame) => Forward(unfolds, frame);

    public void ReverseSample(Frame frame) => Reverse(samples, frame);

    public void ReverseUnfold(Frame frame) => Reverse(unfolds, frame);

    /// <summary>Adds the weight gradients of a window of time steps, the first of which the frame stands on.</summary>
    public void AddSampleWeightGradients(Frame frame, int slots) => AddWeightGradients(samples, frame, slots);

    /// <summary>Adds the weight gradients of a window of unfolds, the first of which the frame stands on.</summary>
    public void AddUnfoldWeightGradients(Frame frame, int slots) => AddWeightGradients(unfolds, frame, slots);

    /// <summary>Begins a reverse run that adds to the frame's gradients.</summary>
    public void BeginReverse(Frame frame)
    {
        frame.BeginReverse(AdjointRows, LaneRows);
        foreach (var step in samples)
            step.BeginReverse(frame);
        foreach (var step in unfolds)
            step.BeginReverse(frame);
    }

    /// <summary>Ends a reverse run: what was summed for constants goes through their own equations to the parameters.</summary>
    public void FinishReverse(Frame frame)
    {
        foreach (var signal in shared)
        {
            if (signal.Placement.LaneRow >= 0)
                Broadcasts.AddLaneSums(frame.Adjoint(signal), signal.Rows, frame.Lanes, frame.ConstantAdjoint(signal));
        }

        foreach (var step in samples)
            step.Finish(frame);
        foreach (var step in unfolds)
            step.Finish(frame);
        Reverse(constants, frame.ConstantTier);
        foreach (var signal in shared)
        {
            var placement = signal.Placement;
            if (placement.Region == Region.Parameter && placement.AdjointRow >= 0)
                Updates.Add(frame.ConstantAdjoint(signal), frame.Gradients![placement.Index].AsSpan(0, signal.Rows));
        }
    }

    static void Forward(Operator[] steps, Frame frame)
    {
        foreach (var step in steps)
            step.Forward(frame);
    }

    static void Reverse(Operator[] steps, Frame frame)
    {
        for (var index = steps.Length - 1; index >= 0; index--)
            steps[index].Reverse(frame);
    }

    static void AddWeightGradients(Operator[] steps, Frame frame, int slots)
    {
        foreach (var step in steps)
            step.AddWeightGradients(frame, slots);
    }
}
