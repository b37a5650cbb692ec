using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a + sum_k W_k x_k</c>: an addend, and products of weight matrices with signals.</summary>
/// <remarks>A circuit computes it tempo by tempo, with what the earlier tempos gave as the addend of the later.</remarks>
sealed class Affine : Operator
{
    readonly int first;
    readonly IndexList offsets;

    public Affine(Signal? addend, params ReadOnlySpan<AffineTerm> terms)
        : base(OutputsOf(terms[0].Weights), Flatten(addend, terms))
    {
        first = addend is null ? 0 : 1;
        offsets = new IndexList(Array.ConvertAll(terms.ToArray(), term => term.Offset));
    }

    public Signal? Addend => first == 0 ? null : Sources[0];

    public int Count => offsets.Items.Length;

    public IEnumerable<AffineTerm> Terms =>
        Enumerable.Range(0, Count).Select(term => new AffineTerm(SourceOf(term), WeightsOf(term), OffsetOf(term)));

    public override bool IsProduct => true;

    public override object? Attributes => (first, offsets);

    public Signal SourceOf(int term) => Sources[first + 2 * term];

    public Signal WeightsOf(int term) => Sources[first + 2 * term + 1];

    /// <summary>The row of the weight matrix at which the source begins.</summary>
    public int OffsetOf(int term) => offsets.Items[term];

    /// <summary>
    /// The products part by part of each concatenation, which need not be copied together, from sources that take new values at least at a
    /// tempo.
    /// </summary>
    public IEnumerable<AffineTerm> PartsAt(Tempo tempo)
    {
        foreach (var (source, weights, start) in Terms)
        {
            var offset = start;
            foreach (var part in source is Concatenation whole ? whole.Sources.ToArray() : [source])
            {
                yield return new AffineTerm(Concatenation.AtLeast(tempo, part), weights, offset);
                offset += part.Rows;
            }
        }
    }

    public override bool IsWeights(int source) => source > first && (source - first) % 2 == 1;

    public override object? CreateWorkspace(Frame frame)
    {
        var blocks = new WeightBlock[Count];
        for (var term = 0; term < Count; term++)
            blocks[term] = WeightBlock.Of(WeightsOf(term), OffsetOf(term), SourceOf(term), frame);
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
        var startForm = Addend is { Tempo: Tempo.Constant } ? Broadcast.PerNeuron : Broadcast.Equal;
        blocks[0].WriteProduct(start, startForm, frame.Value(SourceOf(0)), y);
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

    public override int Binding => 3;

    public override string Format(IReadOnlyList<string> operands)
    {
        var products = Enumerable.Range(0, Count).Select(term => $"{operands[first + 2 * term + 1]} {operands[first + 2 * term]}");
        return $"Affine({string.Join(", ", operands.Take(first).Concat(products))})";
    }

    static int OutputsOf(Signal weights) => weights is ParameterLeaf leaf ? leaf.Parameter.Columns : ((Parameter)weights).Columns;

    static Signal[] Flatten(Signal? addend, ReadOnlySpan<AffineTerm> terms) =>
        [.. addend is null ? [] : new[] { addend }, .. terms.ToArray().SelectMany(term => new[] { term.Source, term.Weights })];
}

/// <summary>One product of an <see cref="Affine"/>: a signal with those rows of a weight matrix that begin at an offset.</summary>
readonly record struct AffineTerm(Signal Source, Signal Weights, int Offset);
