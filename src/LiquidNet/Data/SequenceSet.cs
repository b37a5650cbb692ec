using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Data.Sets;
using LiquidNet.Seeding;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Data;

/// <summary>A collection of sequences from which batches are filled on demand: nothing is computed or converted before it is
/// read.</summary>
/// <remarks>
/// <para>Sequences may differ in length, but not in features or in the kind of target. All read methods are thread-safe, allocate nothing,
/// and give the same values every time. A custom set that is seen to break these rules, or that reports an impossible number of sequences
/// or steps, is refused with an <see cref="ArgumentException"/>.</para>
/// <para>A custom set overrides the five abstract members and those that its kind of target needs. Spans that the library passes to read
/// methods hold zeros, so a set need not write zeros; other callers must clear a span that they reuse.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class SequenceSet
{
    /// <summary>The number of sequences, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>The number of values at each step of every sequence.</summary>
    public abstract int Features { get; }

    /// <summary>The kind of target that every sequence has.</summary>
    public abstract TargetKind TargetKind { get; }

    /// <summary>The number of classes; labels are 0..Classes - 1.</summary>
    /// <value>0 (the default) if targets are not classes.</value>
    public virtual int Classes => 0;

    /// <summary>The number of target values, after the last step or at every step.</summary>
    /// <value>0 (the default) if targets are not values.</value>
    public virtual int Outputs => 0;

    /// <summary>Whether all steps of a sequence have the same features, as for an image that is shown at every step.</summary>
    /// <value>False by default. If true, the library may read only the first step of a sequence and computes what depends on the features
    /// alone once per sequence.</value>
    public virtual bool IsConstantOverTime => false;

    /// <summary>Whether outputs count differently, because some have weights or some target values are missing (<c>NaN</c>).</summary>
    /// <value>False by default. Labels may be missing (<see cref="Sequence.MissingLabel"/>) in either case.</value>
    public virtual bool IsWeighted => false;

    /// <summary>The names of the features.</summary>
    /// <value>Empty by default. Otherwise one name per feature [<see cref="Features"/>].</value>
    public virtual IReadOnlyList<string> FeatureNames => [];

    /// <summary>The names of the classes or target values.</summary>
    /// <value>Empty by default. Otherwise one name per class [<see cref="Classes"/>] or per target value [<see cref="Outputs"/>].</value>
    public virtual IReadOnlyList<string> OutputNames => [];

    /// <summary>How long the unit of the timespans is, if it is known.</summary>
    /// <value>Null by default, not known; otherwise above zero.</value>
    public virtual TimeSpan? TimeUnit => null;

    /// <summary>The id of each sequence [<see cref="Count"/>], as <see cref="IdOf"/> gives it. Sequences with the same id belong together:
    /// pass the list to <c>SplitByGroup</c>, <c>FoldsByGroup</c> or <c>CrossValidationOptions.Groups</c>.</summary>
    public IReadOnlyList<string> Ids => field ??= new SequenceIds(this);

    /// <summary>The id of a sequence in its source, such as a patient or a file; kept through all splits and windows.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <returns>The index as text, unless overridden.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public virtual string IdOf(int index)
    {
        CheckIndex(index);
        return index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of steps of one sequence, at least 1.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public abstract int LengthOf(int index);

    /// <summary>Reads the features of one step. Allocates nothing.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <param name="step">The step, 0..<see cref="LengthOf"/> - 1.</param>
    /// <param name="features">Receives the values [<see cref="Features"/>]. When the library calls, the span holds zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence or step.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> has another length.</exception>
    public abstract void ReadStep(int index, int step, Span<float> features);

    /// <summary>Reads the time that passes in each step; 1 everywhere unless overridden. Allocates nothing.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <param name="timespans">Receives the timespans [<see cref="LengthOf"/>], in the unit of the model's time constants.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="ArgumentException"><paramref name="timespans"/> has another length.</exception>
    public virtual void ReadTimespans(int index, Span<float> timespans)
    {
        CheckLength(timespans.Length, LengthOf(index), nameof(timespans));
        timespans.Fill(1f);
    }

    /// <summary>Reads the class or classes of one sequence. Allocates nothing.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <param name="labels">Receives one class for <see cref="TargetKind.SequenceLabel"/>, <see cref="LengthOf"/> classes for
    /// <see cref="TargetKind.StepLabels"/>; -1 where a class is not known. When the library calls, the span holds zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="ArgumentException"><paramref name="labels"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The target of this set is not a class.</exception>
    public virtual void ReadLabels(int index, Span<int> labels) =>
        throw new InvalidOperationException($"This set has no labels to read; its kind of target is {TargetKind}.");

    /// <summary>Reads the target values of one sequence. Allocates nothing.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <param name="step">The step, 0..<see cref="LengthOf"/> - 1; ignored for <see cref="TargetKind.SequenceValues"/>.</param>
    /// <param name="targets">Receives the values [<see cref="Outputs"/>]; <c>NaN</c> where one is not known. When the library calls, the
    /// span holds zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence or step.</exception>
    /// <exception cref="ArgumentException"><paramref name="targets"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The target of this set is not a value.</exception>
    public virtual void ReadTargets(int index, int step, Span<float> targets) =>
        throw new InvalidOperationException($"This set has no target values to read; its kind of target is {TargetKind}.");

    /// <summary>Reads how much each output of one sequence counts; 1 everywhere unless overridden. Allocates nothing.</summary>
    /// <remarks>Called only if <see cref="IsWeighted"/>.</remarks>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <param name="weights">Receives weights of zero or more: one for a target after the last step; <see cref="LengthOf"/> for targets at
    /// every step, or if there are no targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public virtual void ReadWeights(int index, Span<float> weights) => weights.Fill(1);

    /// <summary>Whether there is a weight for each step, not one for the whole sequence.</summary>
    internal bool HasWeightPerStep => TargetKind is not (TargetKind.SequenceLabel or TargetKind.SequenceValues);

    /// <summary>The set as it is in one epoch of training: augmentation is drawn anew from (seed, epoch, index).</summary>
    /// <param name="epoch">The epoch, at least 0.</param>
    /// <returns>A set with the same sequences, lengths and targets; this one (the default) if nothing is augmented.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public virtual SequenceSet ForEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return this;
    }

    /// <summary>A set of sequences in memory.</summary>
    /// <param name="sequences">At least one, all with the same features, kind of target and number of outputs; kept, not
    /// copied. <see cref="Classes"/> becomes the largest label plus 1.</param>
    /// <exception cref="ArgumentException">There is no sequence, or one differs from the first; the message names its index.</exception>
    public static SequenceSet Of(IEnumerable<Sequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return new MemorySequenceSet([.. sequences]);
    }

    /// <summary>Some sequences of this set, in the order given; one may appear more than once.</summary>
    /// <param name="indices">At least one index, each 0..<see cref="Count"/> - 1; copied.</param>
    /// <exception cref="ArgumentException">There is no index, or one is outside the set; the message says which.</exception>
    public SequenceSet Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return SequenceSubset.Of(this, [.. indices]);
    }

    /// <summary>The first sequences of this set.</summary>
    /// <param name="count">How many, 1..<see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The set has fewer sequences, or <paramref name="count"/> is below 1.</exception>
    public SequenceSet Take(int count)
    {
        Require.Between(count, 1, Count, "The number of sequences to take", $"the set has {Count}", nameof(count));
        return SequenceSubset.Of(this, [.. Enumerable.Range(0, count)]);
    }

    /// <summary>Divides the set in two at random. The same seed gives the same parts on every machine.</summary>
    /// <param name="fraction">The share of the first part, between 0 and 1; its size is rounded to the nearest number.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <returns>Two parts without a common index that together hold all, each in shuffled order.</returns>
    /// <exception cref="ArgumentException">The set has no sequence, or more than an array can index; or a step would be in both parts,
    /// because windows overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> would leave a part empty.</exception>
    public (SequenceSet First, SequenceSet Second) Split(double fraction, int seed = 0)
    {
        this.CheckCount(parameter: null);
        SequenceSplits.CheckFraction(this, fraction);
        var first = (int)Math.Round(Count * fraction, MidpointRounding.AwayFromZero);
        if (first < 1 || first == Count)
            throw SequenceSplits.EmptyPart(this, fraction);
        var order = new int[Count];
        SplitMix64.For(seed, stream: Count).WritePermutation(order);
        var isFirst = new bool[Count];
        foreach (var index in order.AsSpan(0, first))
            isFirst[index] = true;
        SequenceSplits.CheckApart(this, index => isFirst[index]);
        return (SequenceSubset.Of(this, order[..first]), SequenceSubset.Of(this, order[first..]));
    }

    /// <summary>Copies one sequence into memory.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence, it has no steps, or it has too many values for one
    /// array.</exception>
    public Sequence ToSequence(int index)
    {
        var length = Require.AtLeast(
            LengthOf(index), 1, $"The number of steps of sequence {index}", "a set leaves empty sequences out", nameof(index));
        Require.Between(
            (long)length * Math.Max(Features, Outputs), 1, Array.MaxLength, $"The number of values of sequence {index}",
            $"they are read into one array, here for {Counted.Of(length, "step")} of {Counted.Of(Features, "feature")} and "
            + Counted.Of(Outputs, "output"),
            nameof(index));
        var timespans = new float[length];
        ReadTimespans(index, timespans);
        var labels = new int[TargetKind switch { TargetKind.SequenceLabel => 1, TargetKind.StepLabels => length, _ => 0 }];
        if (labels.Length > 0)
            ReadLabels(index, labels);
        var weights = new float[HasWeightPerStep ? length : 1];
        if (IsWeighted)
            ReadWeights(index, weights);

        return new(ReadRows(length, Features, (step, row) => ReadStep(index, step, row)))
        {
            Timespans = timespans.AsSpan().ContainsAnyExcept(1f) ? timespans : null,
            Weight = IsWeighted && weights.Length == 1 ? weights[0] : 1,
            StepWeights = IsWeighted && weights.Length > 1 ? weights : null,
            Label = TargetKind == TargetKind.SequenceLabel ? labels[0] : null,
            Labels = TargetKind == TargetKind.StepLabels ? labels : null,
            Target = TargetKind == TargetKind.SequenceValues ? ReadTargetRows(1).ToRowMajorArray() : null,
            Targets = TargetKind == TargetKind.StepValues ? ReadTargetRows(length) : null,
        };

        Matrix<float> ReadTargetRows(int rows) => ReadRows(rows, Outputs, (step, row) => ReadTargets(index, step, row));
    }

    /// <summary>Describes the set, for example <c>2,000 sequences of 3 features (a, b, c) and 3 to 6 steps, usual timespan 0.5 (unit: 1
    /// hour), 2 classes (SequenceLabel; no: 1,900, yes: 100)</c>; reads all lengths and labels, and timespans of up to 1,000
    /// sequences.</summary>
    /// <remarks>The usual timespan is the median of those after the first step of a sequence; it is left out if all are 1 and the unit is
    /// not known. Labels are counted: sequences, or steps if each has a label.</remarks>
    public override string ToString() => SetText.Of(this);

    /// <summary>Refuses an index outside the set; for the read methods of custom sets. Allocates nothing.</summary>
    /// <param name="index">The sequence, 0..<see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    protected void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The set has {Counted.Of(Count, "sequence")}, counted from 0.");
    }

    /// <summary>Refuses a step outside a sequence; for the read methods of custom sets. Allocates nothing.</summary>
    /// <param name="step">The step, 0..<paramref name="length"/> - 1.</param>
    /// <param name="length">The number of steps of the sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    protected static void CheckStep(int step, int length)
    {
        if ((uint)step >= (uint)length)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"The sequence has {Counted.Of(length, "step")}, counted from 0.");
    }

    /// <summary>Refuses a span of the wrong length; for the read methods of custom sets. Allocates nothing.</summary>
    /// <param name="actual">The length of the span.</param>
    /// <param name="expected">The number of values that are read into it.</param>
    /// <param name="parameterName">The name of the parameter that is the span.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    protected static void CheckLength(int actual, int expected, string parameterName)
    {
        if (actual != expected)
            throw new ArgumentException($"The span is expected to hold {Counted.Of(expected, "value")} but holds {actual}.", parameterName);
    }

    /// <summary>All features of a sequence [time x features], column after column, where they lie in memory so; otherwise null.</summary>
    internal virtual float[]? ColumnsOf(int index) => null;

    /// <summary>Where the steps of a sequence come from.</summary>
    internal virtual SequenceOrigin OriginOf(int index) => new(this, index);

    delegate void RowReader(int step, Span<float> row);

    static Matrix<float> ReadRows(int rows, int columns, RowReader read)
    {
        var values = new float[rows * columns];
        for (var row = 0; row < rows; row++)
            read(row, values.AsSpan(row * columns, columns));
        return Matrix<float>.Build.DenseOfRowMajor(rows, columns, values);
    }
}
