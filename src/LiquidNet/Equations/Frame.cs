using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Equations;

/// <summary>Where one evaluation of a circuit reads and writes: values, adjoints and gradients for a number of lanes.</summary>
/// <remarks>A frame is moved from slot to slot by its owner; operators only ask it for spans.</remarks>
sealed class Frame
{
    readonly Store[] values = new Store[Placement.Regions];
    readonly Store[] adjoints = new Store[Placement.Regions];
    readonly object?[] workspaces;
    readonly bool isConstantTier;
    readonly float[][]? originals;

    float[] constantAdjoints = [];
    float[] laneAdjoints = [];

    /// <param name="parameters">The parameters of what is evaluated.</param>
    /// <param name="operators">Its operators, which may want memory of their own.</param>
    /// <param name="constants">Rows of results that depend on parameters only.</param>
    /// <param name="lanes">How many samples lie side by side.</param>
    /// <param name="copiesParameters">Whether parameters are seen as they were when <see cref="TakeParameters"/> was called last.</param>
    public Frame(IReadOnlyList<Parameter> parameters, IReadOnlyList<Operator> operators, int constants, int lanes, bool copiesParameters)
    {
        Lanes = lanes;
        Weights = [.. parameters.Select(parameter => parameter.Storage)];
        if (copiesParameters)
        {
            originals = Weights;
            Weights = Array.ConvertAll(originals, values => new float[values.Length]);
        }

        workspaces = [.. operators.Select(operation => operation.CreateWorkspace(this))];
        Constants = new float[constants];
        ConstantTier = new Frame(this, isConstantTier: true);
    }

    Frame(Frame prepared, bool isConstantTier)
    {
        Weights = prepared.Weights;
        Constants = prepared.Constants;
        this.isConstantTier = isConstantTier;
        (Lanes, workspaces, ConstantTier) = isConstantTier ? (1, [], this) : (prepared.Lanes, prepared.workspaces, prepared.ConstantTier);
    }

    /// <summary>How many samples lie side by side in a row.</summary>
    public int Lanes { get; }

    /// <summary>The arrays of the circuit's parameters.</summary>
    public float[][] Weights { get; }

    /// <summary>The gradients of the circuit's parameters, or null while no gradients are wanted.</summary>
    public float[][]? Gradients { get; set; }

    /// <summary>The values of the constant region.</summary>
    public float[] Constants { get; }

    /// <summary>The frame in which constants are computed and reversed: one lane.</summary>
    public Frame ConstantTier { get; }

    /// <summary>Whether all timespans of the run are equal, in all lanes.</summary>
    public bool IsRegular { get; set; }

    /// <summary>Which random numbers dropout takes; null switches dropout off.</summary>
    public DropoutKey? Dropout { get; set; }

    /// <summary>Copies the parameters, if this frame keeps copies.</summary>
    public void TakeParameters()
    {
        for (var index = 0; index < originals?.Length; index++)
            originals[index].CopyTo(Weights[index], 0);
    }

    /// <summary>Whether the parameters are, to the bit, what they were when <see cref="TakeParameters"/> was called last.</summary>
    public bool HasCurrentParameters()
    {
        for (var index = 0; index < originals?.Length; index++)
        {
            if (!Updates.HaveEqualBits(originals[index], Weights[index]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// A frame with values of its own that sees the parameters and constants of this one; for going forward with one lane.
    /// </summary>
    public Frame ShareParameters() => new(this, isConstantTier: false);

    public ref Store Values(Region region) => ref values[(int)region];

    public ref Store Adjoints(Region region) => ref adjoints[(int)region];

    public Span<float> Value(Signal signal)
    {
        var placement = signal.Placement;
        return placement.Region switch
        {
            Region.Parameter => Weights[placement.Index].AsSpan(placement.Row, signal.Rows),
            Region.Constant => Constants.AsSpan(placement.Row, signal.Rows),
            _ => values[(int)placement.Region].Slice(placement.Row * Lanes, signal.Rows * Lanes),
        };
    }

    public Span<float> Adjoint(Signal signal)
    {
        var placement = signal.Placement;
        if (placement.Region > Region.Constant)
            return adjoints[(int)placement.Region].Slice(placement.Row * Lanes, signal.Rows * Lanes);
        return isConstantTier ? ConstantAdjoint(signal) : laneAdjoints.AsSpan(placement.LaneRow * Lanes, signal.Rows * Lanes);
    }

    /// <summary>Whether anybody asks for the adjoint of a signal.</summary>
    public bool Wants(Signal signal) =>
        signal.Placement.Region <= Region.Constant || adjoints[(int)signal.Placement.Region].Memory is not null;

    /// <summary>The adjoint of a parameter or constant, one number a row.</summary>
    public Span<float> ConstantAdjoint(Signal signal) => constantAdjoints.AsSpan(signal.Placement.AdjointRow, signal.Rows);

    /// <summary>The value of a signal in this slot and all after it.</summary>
    public ReadOnlySpan<float> ValueSlots(Signal signal, out int stride) => Slots(values[(int)signal.Placement.Region], signal, out stride);

    /// <summary>The adjoint of a signal in this slot and all after it.</summary>
    public ReadOnlySpan<float> AdjointSlots(Signal signal, out int stride) =>
        Slots(adjoints[(int)signal.Placement.Region], signal, out stride);

    /// <summary>The gradient of a parameter.</summary>
    public float[] GradientOf(Signal parameter) => Gradients![parameter.Placement.Index];

    public TWorkspace Workspace<TWorkspace>(Operator operation)
        where TWorkspace : class => (TWorkspace)workspaces[operation.Index]!;

    /// <summary>Sets the adjoints of parameters and constants to zero.</summary>
    public void BeginReverse(int adjointRows, int laneRows)
    {
        if (constantAdjoints.Length != adjointRows)
            constantAdjoints = ConstantTier.constantAdjoints = new float[adjointRows];
        if (laneAdjoints.Length != laneRows * Lanes)
            laneAdjoints = new float[laneRows * Lanes];
        Array.Clear(constantAdjoints);
        Array.Clear(laneAdjoints);
    }

    ReadOnlySpan<float> Slots(Store store, Signal signal, out int stride)
    {
        stride = store.Stride;
        return store.Memory!.All[(store.Start + signal.Placement.Row * Lanes)..];
    }
}
