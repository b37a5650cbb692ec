using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a + sum_k W_k x_k + dt (b + sum_k V_k x_k)</c>: an affine map that moves in a straight line as time passes.</summary>
/// <remarks>
/// <para>The result has two halves, y and its slope <c>b + sum_k V_k x_k</c>; only y is for others to read.</para>
/// <para>Where all timespans of a run are equal, the matrices <c>W + dt V</c> are formed once for the run: one product instead of two, forth
/// as well as back. The slope is then computed only for whoever asks for the adjoint of the timespan.</para>
/// </remarks>
sealed class TimedAffine : Operator
{
    readonly int first;
    readonly int[] offsets;
    readonly bool isOfTimeAlone;

    public TimedAffine(Signal addend, Signal? slopeAddend, Signal timespan, params ReadOnlySpan<TimedTerm> terms)
        : base(2 * terms[0].Weights.Columns, Flatten(addend, slopeAddend, timespan, terms))
    {
        isOfTimeAlone = IsOfTimeAlone(timespan);
        first = slopeAddend is null ? 2 : 3;
        offsets = new int[terms.Length];
        for (var term = 0; term < terms.Length; term++)
            offsets[term] = terms[term].Offset;
    }

    /// <summary>Rows of y.</summary>
    public int Outputs => Rows / 2;

    public Signal Addend => Sources[0];

    public Signal Timespan => Sources[1];

    public Signal? SlopeAddend => first == 2 ? null : Sources[2];

    public int Terms => offsets.Length;

    public override bool IsProduct => true;

    public override object? Attributes => (first, string.Join(',', offsets));

    public Signal SourceOf(int term) => Sources[first + 3 * term];

    public Signal WeightsOf(int term) => Sources[first + 3 * term + 1];

    public Signal SlopeWeightsOf(int term) => Sources[first + 3 * term + 2];

    /// <summary>The row of the weight matrices at which the source begins.</summary>
    public int OffsetOf(int term) => offsets[term];

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
            Broadcasts.WriteProduct(
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
        for (var term = 0; term < Terms; term++)
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
        for (var term = 0; IsRegular(frame) && term < Terms; term++)
        {
            weights.Starts[term].AddScaled(weights.Gradients[term], 1, frame.GradientOf(WeightsOf(term)));
            weights.Slopes[term].AddScaled(weights.Gradients[term], weights.Time, frame.GradientOf(SlopeWeightsOf(term)));
        }
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    /// <summary>
    /// Whether all samples and steps have one timespan. A single sample is not treated so: a stream, which does not know what timespan comes
    /// next, gives the bits that a sequence gives.
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

    static Broadcast FormOf(Signal addend) => addend.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal;

    static Signal[] Flatten(Signal addend, Signal? slopeAddend, Signal timespan, ReadOnlySpan<TimedTerm> terms)
    {
        var sources = new List<Signal> { addend, timespan };
        if (slopeAddend is not null)
            sources.Add(slopeAddend);
        foreach (var term in terms)
            sources.AddRange([term.Source, term.Weights, term.SlopeWeights]);
        return [.. sources];
    }
}

/// <summary>
/// One product of a <see cref="TimedAffine"/>: a signal with those rows of two weight matrices, of start and slope, that begin at an offset.
/// </summary>
readonly record struct TimedTerm(Signal Source, Parameter Weights, Parameter SlopeWeights, int Offset);
