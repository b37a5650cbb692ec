using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary>
/// <c>y = a + sum_k W_k x_k</c>: an addend (bias or an earlier result), and products of weight matrices with signals of one tempo.
/// </summary>
sealed class Affine : Operator
{
    readonly int first;
    readonly int[] offsets;

    public Affine(Signal? addend, params ReadOnlySpan<AffineTerm> terms)
        : base(terms[0].Weights.Columns, Flatten(addend, terms))
    {
        first = addend is null ? 0 : 1;
        offsets = new int[terms.Length];
        for (var term = 0; term < terms.Length; term++)
            offsets[term] = terms[term].Offset;
    }

    public Signal? Addend => first == 0 ? null : Sources[0];

    public int Terms => offsets.Length;

    public override bool IsProduct => true;

    public override object? Attributes => (first, string.Join(',', offsets));

    public Signal SourceOf(int term) => Sources[first + 2 * term];

    public Signal WeightsOf(int term) => Sources[first + 2 * term + 1];

    /// <summary>The row of the weight matrix at which the source begins.</summary>
    public int OffsetOf(int term) => offsets[term];

    public override bool IsWeights(int source) => source > first && (source - first) % 2 == 1;

    public override object? CreateWorkspace(Frame frame)
    {
        var blocks = new WeightBlock[Terms];
        for (var term = 0; term < Terms; term++)
            blocks[term] = WeightBlock.Of(WeightsOf(term), offsets[term], SourceOf(term), frame);
        return blocks;
    }

    public override void Prepare(Frame frame)
    {
        foreach (var block in frame.Workspace<WeightBlock[]>(this))
            block.Prepare();
    }

    public override void Forward(Frame frame)
    {
        var y = frame.Value(this);
        var blocks = frame.Workspace<WeightBlock[]>(this);
        var start = y;
        if (Addend is { } addend)
            start = frame.Value(addend);
        else
            y.Clear();
        blocks[0].WriteProduct(start, Addend is { Tempo: Tempo.Constant } ? Broadcast.PerNeuron : Broadcast.Equal, frame.Value(SourceOf(0)), y);
        for (var term = 1; term < blocks.Length; term++)
            blocks[term].AddProduct(frame.Value(SourceOf(term)), y);
    }

    public override void Reverse(Frame frame)
    {
        ReadOnlySpan<float> dy = frame.Adjoint(this);
        if (Addend is { } addend && frame.Wants(addend))
            Broadcasts.AddScaled(dy, 1, Rows, frame.Lanes, perSample: false, frame.Adjoint(addend));
        var blocks = frame.Workspace<WeightBlock[]>(this);
        for (var term = 0; term < blocks.Length; term++)
        {
            if (frame.Wants(SourceOf(term)))
                blocks[term].AddTransposedProduct(dy, frame.Adjoint(SourceOf(term)));
        }
    }

    public override void AddWeightGradients(Frame frame, int slots)
    {
        var dy = frame.AdjointSlots(this, out var adjointStride);
        var blocks = frame.Workspace<WeightBlock[]>(this);
        for (var term = 0; term < blocks.Length; term++)
        {
            var x = frame.ValueSlots(SourceOf(term), out var sourceStride);
            blocks[term].AddGradient(x, sourceStride, dy, adjointStride, slots, frame.GradientOf(WeightsOf(term)));
        }
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    static Signal[] Flatten(Signal? addend, ReadOnlySpan<AffineTerm> terms)
    {
        var sources = new List<Signal>();
        if (addend is not null)
            sources.Add(addend);
        foreach (var term in terms)
            sources.AddRange([term.Source, term.Weights]);
        return [.. sources];
    }
}

/// <summary>One product of an <see cref="Affine"/>: a signal with those rows of a weight matrix that begin at an offset.</summary>
readonly record struct AffineTerm(Signal Source, Parameter Weights, int Offset);
