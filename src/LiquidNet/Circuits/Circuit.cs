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
    readonly Operator[] running;
    readonly Signal[] shared;
    readonly int[] rows;

    Circuit(Signal equation, CircuitLayout layout)
    {
        Equation = equation;
        Operators = [.. layout.Operators];
        Parameters = [.. layout.Leaves.Select(leaf => leaf.Parameter)];
        Root = layout.Root;
        constants = OfTempo(Tempo.Constant);
        samples = OfTempo(Tempo.Sample);
        unfolds = OfTempo(Tempo.Unfold);
        running = [.. samples, .. unfolds];
        shared = [.. layout.Leaves, .. constants];
        rows = layout.Rows;
        AdjointRows = layout.AdjointRows;
        LaneRows = layout.LaneRows;
    }

    /// <summary>The equation as it was written, before anything was fused.</summary>
    public Signal Equation { get; }

    /// <summary>All operators, each after its sources.</summary>
    public IReadOnlyList<Operator> Operators { get; }

    /// <summary>The parameters in the order in which the equation reads them first.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The result: the next state, or the output.</summary>
    public Signal Root { get; }

    /// <summary>Rows of the adjoints of parameters and constants.</summary>
    public int AdjointRows { get; }

    /// <summary>Rows of those adjoints that are summed lane by lane.</summary>
    public int LaneRows { get; }

    /// <summary>Compiles the equation of the next state, given a state that changes at every unfold.</summary>
    /// <param name="next">The equation.</param>
    /// <param name="isTimed">Whether every unfold has a timespan of its own, rather than every time step.</param>
    public static Circuit CompileStep(Signal next, bool isTimed) =>
        new(next, CircuitLayout.OfStep(new(next, stateTempo: Tempo.Unfold, timespanTempo: isTimed ? Tempo.Unfold : Tempo.Sample)));

    /// <summary>Compiles the equation of an output that is read once per time step.</summary>
    public static Circuit CompileOutput(Signal output) =>
        new(output, CircuitLayout.OfOutput(new(output, stateTempo: Tempo.Sample, timespanTempo: Tempo.Sample)));

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
        foreach (var operation in constants)
            operation.Forward(frame.ConstantTier);
        SmallNumbers.WriteFlushed(frame.Constants, SmallNumbers.LeastNormal, frame.Constants);
        foreach (var operation in running)
            operation.Prepare(frame);
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
        foreach (var operation in running)
            operation.BeginReverse(frame);
    }

    /// <summary>Ends a reverse run: what was summed for constants goes through their own equations to the parameters.</summary>
    public void FinishReverse(Frame frame)
    {
        foreach (var signal in shared)
        {
            if (signal.Placement.LaneRow >= 0)
                Broadcasts.AddLaneSums(frame.Adjoint(signal), signal.Rows, frame.Lanes, frame.ConstantAdjoint(signal));
        }

        foreach (var operation in running)
            operation.Finish(frame);
        Reverse(constants, frame.ConstantTier);
        foreach (var signal in shared)
        {
            var placement = signal.Placement;
            if (placement.Region == Region.Parameter && placement.AdjointRow >= 0)
                Updates.Add(frame.ConstantAdjoint(signal), frame.Gradients![placement.Index].AsSpan(0, signal.Rows));
        }
    }

    Operator[] OfTempo(Tempo tempo) => [.. Operators.Where(operation => operation.Tempo == tempo && operation is not Slice)];

    static void Forward(Operator[] operations, Frame frame)
    {
        foreach (var operation in operations)
            operation.Forward(frame);
    }

    static void Reverse(Operator[] operations, Frame frame)
    {
        for (var index = operations.Length - 1; index >= 0; index--)
            operations[index].Reverse(frame);
    }

    static void AddWeightGradients(Operator[] operations, Frame frame, int slots)
    {
        foreach (var operation in operations)
            operation.AddWeightGradients(frame, slots);
    }
}
