using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits.Fusions;

/// <summary><c>y = a + sum_k W_k x_k + dt (b + sum_k V_k x_k)</c>: an affine map that moves in a straight line as time passes.</summary>
/// <remarks>
/// <para>The result has two halves, y and its slope <c>b + sum_k V_k x_k</c>; only y is for others to read.</para>
/// <para>Where all timespans of a run are equal, the matrices <c>W + dt V</c> are formed once for the run: one product instead of two,
/// forth as well as back. The slope is then computed only if the adjoint of the timespan is wanted.</para>
/// </remarks>
sealed class TimedAffine : FusedOperator
{
    readonly int first;
    readonly IndexList offsets;
    readonly bool isOfTimeAlone;

    TimedAffine(int outputs, Signal addend, Signal? slopeAddend, Signal timespan, TimedTerm[] terms)
        : base(2 * outputs, Flatten(addend, slopeAddend, timespan, terms))
    {
        isOfTimeAlone = IsOfTimeAlone(timespan);
        first = slopeAddend is null ? 2 : 3;
        offsets = new IndexList(Array.ConvertAll(terms, term => term.Start.Offset));
    }

    /// <summary>Rows of y.</summary>
    public int Outputs => Rows / 2;

    Signal Addend => Sources[0];

    Signal Timespan => Sources[1];

    Signal? SlopeAddend => first == 2 ? null : Sources[2];

    public int Count => offsets.Items.Length;

    public override bool IsProduct => true;

    public override object? Attributes => (first, offsets);

    /// <summary>Matches <c>dt (V x + b) + (W x + a)</c> and <c>(W x + a) - dt (V x + b)</c>, with biases of parameters alone.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        foreach (var (fixedPart, moving) in operation.OperandsOf<Sum>())
        {
            if (MatchParts(fixedPart, moving, isSubtracted: false, readers) is { } found)
                return found;
        }

        return operation is Difference { Left: var left, Right: var right } ? MatchParts(left, right, isSubtracted: true, readers) : null;
    }

    public Signal SourceOf(int term) => Sources[first + 3 * term];

    public Signal WeightsOf(int term) => Sources[first + 3 * term + 1];

    public Signal SlopeWeightsOf(int term) => Sources[first + 3 * term + 2];

    /// <summary>The row of the weight matrices at which the source begins.</summary>
    public int OffsetOf(int term) => offsets.Items[term];

    public override bool IsWeights(int source) => source >= first && (source - first) % 3 > 0;

    public override object? CreateWorkspace(Frame frame) => new TimedWeights(this, frame);

    public override void Prepare(Frame frame) => frame.Workspace<TimedWeights>(this).Prepare();

    public override void Forward(Frame frame)
    {
        var weights = frame.Workspace<TimedWeights>(this);
        var y = frame.Value(this)[..(Outputs * frame.Lanes)];
        if (!IsRegular(frame))
        {
            WriteProducts(frame, frame.Value(Addend), FormOf(Addend), weights.Starts, y);
            Broadcasts.AddProduct(
                WriteSlope(frame), frame.Value(Timespan), Broadcast.PerSample, Outputs, frame.Lanes, perSample: false, y);
        }
        else if (SlopeAddend is { } slopeAddend)
        {
            weights.MoveTo(frame.Value(Timespan)[0], frame.Value(Addend), frame.Value(slopeAddend));
            WriteProducts(frame, weights.Bias, Broadcast.PerNeuron, weights.Now, y);
        }
        else
        {
            weights.MoveTo(frame.Value(Timespan)[0], [], []);
            WriteProducts(frame, frame.Value(Addend), FormOf(Addend), weights.Now, y);
        }
    }

    public override void Reverse(Frame frame)
    {
        var weights = frame.Workspace<TimedWeights>(this);
        var half = Outputs * frame.Lanes;
        ReadOnlySpan<float> dy = frame.Adjoint(this)[..half];
        if (frame.Wants(Addend))
            Broadcasts.AddScaled(dy, 1, Outputs, frame.Lanes, perSample: false, frame.Adjoint(Addend));
        if (IsRegular(frame))
        {
            if (SlopeAddend is { } slopeAddend)
                Broadcasts.AddScaled(dy, weights.Time, Outputs, frame.Lanes, perSample: false, frame.Adjoint(slopeAddend));
            AddTransposedProducts(frame, weights.Now, dy);
        }
        else
        {
            var scaled = frame.Adjoint(this)[half..];
            Broadcasts.Write<ProductOfTwo>(
                dy, Broadcast.Equal, frame.Value(Timespan), Broadcast.PerSample, Outputs, frame.Lanes, scaled);
            if (SlopeAddend is { } slopeAddend)
                Broadcasts.AddScaled(scaled, 1, Outputs, frame.Lanes, perSample: false, frame.Adjoint(slopeAddend));
            AddTransposedProducts(frame, weights.Starts, dy);
            AddTransposedProducts(frame, weights.Slopes, scaled);
        }

        if (WantsTime(frame, Timespan))
        {
            var slope = IsRegular(frame) ? WriteSlope(frame) : frame.Value(this)[half..];
            Broadcasts.AddProduct(dy, slope, Broadcast.Equal, Outputs, frame.Lanes, perSample: true, frame.Adjoint(Timespan));
        }
    }

    public override void BeginReverse(Frame frame)
    {
        if (IsRegular(frame))
            frame.Workspace<TimedWeights>(this).ClearGradients();
    }

    public override void AddWeightGradients(Frame frame, int slots)
    {
        var weights = frame.Workspace<TimedWeights>(this);
        var dy = frame.AdjointSlots(this, out var adjointStride);
        for (var term = 0; term < Count; term++)
        {
            var x = frame.ValueSlots(SourceOf(term), out var sourceStride);
            if (IsRegular(frame))
            {
                weights.Now[term].AddGradient(x, sourceStride, dy, adjointStride, slots, weights.Gradients[term]);
                continue;
            }

            var scaled = dy[(Outputs * frame.Lanes)..];
            weights.Starts[term].AddGradient(x, sourceStride, dy, adjointStride, slots, frame.GradientOf(WeightsOf(term)));
            weights.Slopes[term].AddGradient(x, sourceStride, scaled, adjointStride, slots, frame.GradientOf(SlopeWeightsOf(term)));
        }
    }

    public override void Finish(Frame frame)
    {
        var weights = frame.Workspace<TimedWeights>(this);
        for (var term = 0; IsRegular(frame) && term < Count; term++)
        {
            weights.Starts[term].AddScaled(weights.Gradients[term], 1, frame.GradientOf(WeightsOf(term)));
            weights.Slopes[term].AddScaled(weights.Gradients[term], weights.Time, frame.GradientOf(SlopeWeightsOf(term)));
        }
    }

    /// <summary>
    /// Whether all samples and steps have one timespan. A single sample is not treated so: a stream, which does not know what timespan
    /// comes next, gives the bits that a sequence gives.
    /// </summary>
    bool IsRegular(Frame frame) => isOfTimeAlone && frame.IsRegular && frame.Lanes > 1;

    /// <summary>Whether anybody asks for the adjoint of the timespan; a number times it leads nowhere else.</summary>
    static bool WantsTime(Frame frame, Signal timespan) =>
        timespan is Scale scale ? WantsTime(frame, scale.Sources[0]) : frame.Wants(timespan);

    static bool IsOfTimeAlone(Signal timespan) =>
        timespan is Scale scale ? IsOfTimeAlone(scale.Sources[0]) : timespan.Placement.Region == Region.Timespan;

    ReadOnlySpan<float> WriteSlope(Frame frame)
    {
        var slope = frame.Value(this)[(Outputs * frame.Lanes)..];
        var blocks = frame.Workspace<TimedWeights>(this).Slopes;
        if (SlopeAddend is { } addend)
        {
            WriteProducts(frame, frame.Value(addend), FormOf(addend), blocks, slope);
        }
        else
        {
            slope.Clear();
            WriteProducts(frame, slope, Broadcast.Equal, blocks, slope);
        }

        return slope;
    }

    void WriteProducts(Frame frame, ReadOnlySpan<float> start, Broadcast startForm, WeightBlock[] blocks, Span<float> y)
    {
        blocks[0].WriteProduct(start, startForm, frame.Value(SourceOf(0)), y);
        for (var term = 1; term < blocks.Length; term++)
            blocks[term].AddProduct(frame.Value(SourceOf(term)), y);
    }

    void AddTransposedProducts(Frame frame, WeightBlock[] blocks, ReadOnlySpan<float> dy)
    {
        for (var term = 0; term < blocks.Length; term++)
        {
            if (frame.Wants(SourceOf(term)))
                blocks[term].AddTransposedProduct(dy, frame.Adjoint(SourceOf(term)));
        }
    }

    static Signal? MatchParts(Signal fixedPart, Signal moving, bool isSubtracted, Readers readers)
    {
        if (!readers.AreSingle(moving) || MapOf(fixedPart, readers) is not { } start)
            return null;
        foreach (var (timespan, map) in moving.OperandsOf<Product>())
        {
            if (timespan.Rows == 1 && timespan.Tempo != Tempo.Constant
                && MapOf(map, readers) is { } slope && HaveOneSource(start, slope))
            {
                return Build(isSubtracted ? new Scale(timespan, -1) : timespan, start, slope);
            }
        }

        return null;
    }

    /// <summary>An affine map with a bias of parameters alone that nobody else reads; the bias may have been added to it.</summary>
    static Affine? MapOf(Signal signal, Readers readers)
    {
        if (!readers.AreSingle(signal))
            return null;
        foreach (var (bias, product) in signal.OperandsOf<Sum>())
        {
            if (product is Affine { Addend: null } map && readers.AreSingle(map) && bias.Rows == map.Rows && bias.Tempo == Tempo.Constant)
                return new Affine(bias, [.. map.Terms]);
        }

        return signal as Affine is { Addend: { Tempo: Tempo.Constant } } whole ? whole : null;
    }

    static bool HaveOneSource(Affine start, Affine slope) =>
        start.Rows == slope.Rows && start.Terms.Select(term => term.Source).SequenceEqual(slope.Terms.Select(term => term.Source));

    /// <summary>One operator per tempo; a source that changes less often than the timespan is copied as often.</summary>
    static Signal Build(Signal timespan, Affine start, Affine slope)
    {
        var (result, slopeBias) = (start.Addend!, slope.Addend);
        var terms = start.PartsAt(timespan.Tempo)
            .Zip(slope.PartsAt(timespan.Tempo), (first, second) => new TimedTerm(first, second.Weights));
        foreach (var ofTempo in terms.GroupBy(term => term.Start.Source.Tempo).OrderBy(group => group.Key))
        {
            result = new Slice(new TimedAffine(start.Rows, result, slopeBias, timespan, [.. ofTempo]), 0, start.Rows);
            slopeBias = null;
        }

        return result;
    }

    static Broadcast FormOf(Signal addend) => addend.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal;

    static Signal[] Flatten(Signal addend, Signal? slopeAddend, Signal timespan, TimedTerm[] terms) =>
    [
        addend, timespan, .. slopeAddend is null ? [] : new[] { slopeAddend },
        .. terms.SelectMany(term => new[] { term.Start.Source, term.Start.Weights, term.SlopeWeights }),
    ];

    /// <summary>One product: a signal with those rows of two weight matrices, of start and slope, that begin at an offset.</summary>
    readonly record struct TimedTerm(AffineTerm Start, Signal SlopeWeights);
}
