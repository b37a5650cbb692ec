using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary>
/// <c>y = a + sum_k W_k x_k</c>: an addend (bias or an earlier result), and products of weight matrices with signals of one tempo.
/// </summary>
internal sealed class Affine : Operator
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

    public override object? CreateWorkspace(int lanes)
    {
        if (lanes > 1)
            return null;
        var packed = new AlignedMemory[Terms];
        for (var term = 0; term < Terms; term++)
            packed[term] = new AlignedMemory(MatrixProducts.PackedLength(SourceOf(term).Rows, Rows));
        return packed;
    }

    public override void Prepare(Frame frame)
    {
        if (frame.Lanes > 1)
            return;
        for (var term = 0; term < Terms; term++)
            MatrixProducts.Pack(Weights(frame, term), WeightsOf(term).Rows, SourceOf(term).Rows, Rows, frame.Workspace<AlignedMemory[]>(this)[term].All);
    }

    public override void Forward(Frame frame)
    {
        var y = frame.Value(this);
        if (Addend is { } addend)
        {
            Broadcasts.WriteCopy(
                frame.Value(addend), addend.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal, Rows, frame.Lanes, y);
        }
        else
        {
            y.Clear();
        }

        for (var term = 0; term < Terms; term++)
        {
            var source = SourceOf(term);
            if (frame.Lanes == 1)
                MatrixProducts.AddPackedProduct(frame.Workspace<AlignedMemory[]>(this)[term].All, frame.Value(source), source.Rows, Rows, y);
            else
                MatrixProducts.AddProduct(Weights(frame, term), WeightsOf(term).Rows, frame.Value(source), source.Rows, Rows, frame.Lanes, y);
        }
    }

    public override void Reverse(Frame frame)
    {
        ReadOnlySpan<float> dy = frame.Adjoint(this);
        if (Addend is { } addend && frame.Wants(addend))
            Broadcasts.AddScaled(dy, 1, Rows, frame.Lanes, perSample: false, frame.Adjoint(addend));
        for (var term = 0; term < Terms; term++)
        {
            var source = SourceOf(term);
            if (frame.Wants(source))
            {
                MatrixProducts.AddTransposedProduct(
                    Weights(frame, term), WeightsOf(term).Rows, dy, source.Rows, Rows, frame.Lanes, frame.Adjoint(source));
            }
        }
    }

    public override void AddWeightGradients(Frame frame, int slots)
    {
        var dy = frame.AdjointSlots(this, out var adjointStride);
        for (var term = 0; term < Terms; term++)
        {
            var source = SourceOf(term);
            var x = frame.ValueSlots(source, out var sourceStride);
            var gradient = frame.Gradients![WeightsOf(term).Placement.Index].AsSpan(offsets[term]);
            MatrixProducts.AddWeightGradient(
                x, sourceStride, dy, adjointStride, slots, source.Rows, Rows, frame.Lanes, WeightsOf(term).Rows, gradient);
        }
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    ReadOnlySpan<float> Weights(Frame frame, int term) => frame.Weights[WeightsOf(term).Placement.Index].AsSpan(offsets[term]);

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
internal readonly record struct AffineTerm(Signal Source, Parameter Weights, int Offset);
