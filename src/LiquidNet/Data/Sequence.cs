using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Data;

/// <summary>One sequence: values over time, the timespans between them, and targets to learn.</summary>
/// <remarks>
/// <para>A sequence keeps the matrices that it is given and copies the lists. Threads may share it as long as its matrices are not written
/// to.</para>
/// <para>At most one of <see cref="Label"/>, <see cref="Labels"/>, <see cref="Target"/> and <see cref="Targets"/> is set. A label of -1 or
/// a target value of <c>NaN</c> is missing: it counts neither in the loss and its gradient nor in metrics.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Sequence
{
    /// <summary>The label where the class is not known: it counts neither in the loss and its gradient nor in metrics.</summary>
    public const int MissingLabel = -1;

    /// <summary>Creates a sequence from its values.</summary>
    /// <param name="values">Values [time x features]; kept, not copied. <c>NaN</c> stands for a missing value, which a network accepts if
    /// its cell handles it, as a <c>MissingValueCell</c> does.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> has no rows or no columns.</exception>
    public Sequence(Matrix<float> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.RowCount == 0 || values.ColumnCount == 0)
        {
            throw new ArgumentException(
                $"A sequence expects values [time x features] with at least one of each but got [{values.RowCount} x " +
                $"{values.ColumnCount}]; leave empty sequences out.",
                nameof(values));
        }

        Values = values;
    }

    /// <summary>The values [time x features].</summary>
    public Matrix<float> Values { get; }

    /// <summary>The number of steps, at least 1.</summary>
    public int Length => Values.RowCount;

    /// <summary>The number of values at each step, at least 1.</summary>
    public int Features => Values.ColumnCount;

    /// <summary>Which of the four kinds of target is set, if any.</summary>
    public TargetKind TargetKind { get; private set; }

    /// <summary>The time that passes in each step [time], since the step before, in the unit of the model's time constants.</summary>
    /// <value>Finite and not negative; null (the default) means 1 at every step.</value>
    /// <exception cref="ArgumentException">There is not exactly one timespan per step, or one is negative, infinite or
    /// <c>NaN</c>; the message names the step.</exception>
    public IReadOnlyList<float>? Timespans
    {
        get;
        init => field = value is null ? null : CheckedTimespans(value);
    }

    /// <summary>How much the outputs of this sequence count in the mean loss and its gradient.</summary>
    /// <value>Zero or more, and finite. Default: 1.</value>
    /// <exception cref="ArgumentException">The weight is negative or not finite.</exception>
    public float Weight
    {
        get;
        init => field = CheckedWeight(value);
    } = 1;

    /// <summary>How much each step counts [time], multiplied by <see cref="Weight"/>; if there is a single target, that of the last step
    /// counts.</summary>
    /// <value>Zero or more, and finite; null (the default) stands for 1 at every step.</value>
    /// <exception cref="ArgumentException">There is not exactly one weight per step, or one is negative or not finite.</exception>
    public IReadOnlyList<float>? StepWeights
    {
        get;
        init
        {
            CheckOnePerStep(value?.Count ?? Length, "Weights", nameof(value));
            field = value?.Select(CheckedWeight).ToArray();
        }
    }

    /// <summary>The class of the whole sequence, to be predicted after the last step.</summary>
    /// <value>At least 0, or <see cref="MissingLabel"/> if it is not known but other sequences of a set have one; null (the default) for no
    /// label.</value>
    /// <exception cref="ArgumentException">The class is below -1, or another kind of target is set already.</exception>
    public int? Label
    {
        get;
        init
        {
            if (value is not { } label)
                return;
            Claim(TargetKind.SequenceLabel);
            field = CheckedLabel(label, "The label");
        }
    }

    /// <summary>The class at every step [time].</summary>
    /// <value>Each at least 0, or <see cref="MissingLabel"/> if it is not known; null (the default) for no labels.</value>
    /// <exception cref="ArgumentException">There is not exactly one label per step, one is below -1 (the message names
    /// the step), or another kind of target is set already.</exception>
    public IReadOnlyList<int>? Labels
    {
        get;
        init
        {
            if (value is null)
                return;
            Claim(TargetKind.StepLabels);
            field = CheckedLabels(value);
        }
    }

    /// <summary>The target values [outputs] after the last step.</summary>
    /// <value>At least one value, <c>NaN</c> where it is not known; null (the default) for no target.</value>
    /// <exception cref="ArgumentException">The list is empty, or another kind of target is set already.</exception>
    public IReadOnlyList<float>? Target
    {
        get;
        init
        {
            if (value is null)
                return;
            Claim(TargetKind.SequenceValues);
            if (value.Count == 0)
                throw new ArgumentException("A target expects at least one value but is empty; leave it null if unknown.", nameof(value));
            field = value.ToArray();
        }
    }

    /// <summary>The target values [time x outputs] at every step; kept, not copied.</summary>
    /// <value>One row per step, <c>NaN</c> where a value is not known; null (the default) for no targets.</value>
    /// <exception cref="ArgumentException">There is not exactly one row per step, there is no column, or another kind of
    /// target is set already.</exception>
    public Matrix<float>? Targets
    {
        get;
        init
        {
            if (value is null)
                return;
            Claim(TargetKind.StepValues);
            if (value.RowCount != Length || value.ColumnCount == 0)
            {
                throw new ArgumentException(
                    $"Targets are expected as [{Length} x outputs], one row per step, but are [{value.RowCount} x " +
                    $"{value.ColumnCount}]; use Target for values after the last step only.",
                    nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Describes the sequence, for example <c>Sequence [48 x 8], irregular, SequenceLabel</c>.</summary>
    public override string ToString() =>
        $"Sequence [{Length} x {Features}]{(Timespans is null ? "" : ", irregular")}" +
        $"{(TargetKind == TargetKind.None ? "" : $", {TargetKind}")}";

    /// <summary>Copies one row of a matrix, without allocating when the matrix is dense.</summary>
    internal static void ReadRow(Matrix<float> matrix, int row, Span<float> destination)
    {
        if (matrix.AsColumnMajorArray() is { } columns)
        {
            var rows = matrix.RowCount;
            for (var column = 0; column < destination.Length; column++)
                destination[column] = columns[column * rows + row];
        }
        else
        {
            for (var column = 0; column < destination.Length; column++)
                destination[column] = matrix.At(row, column);
        }
    }

    void Claim(TargetKind kind)
    {
        if (TargetKind != TargetKind.None)
        {
            throw new ArgumentException(
                $"A sequence has one kind of target but was given {kind} beside {TargetKind}; make one sequence for each.", nameof(kind));
        }

        TargetKind = kind;
    }

    void CheckOnePerStep(int count, string subject, string parameter, string remedy = "")
    {
        if (count != Length)
            throw new ArgumentException($"{subject} are expected one per step, {Length}, but are {count}{remedy}.", parameter);
    }

    static float CheckedWeight(float weight) => weight >= 0 && float.IsFinite(weight)
        ? weight
        : throw new ArgumentException(FormattableString.Invariant($"A weight must be zero or more, and finite, but is {weight}."));

    float[] CheckedTimespans(IReadOnlyList<float> timespans)
    {
        CheckOnePerStep(timespans.Count, "Timespans", nameof(timespans));
        for (var step = 0; step < timespans.Count; step++)
        {
            if (!float.IsFinite(timespans[step]) || timespans[step] < 0f)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The timespan of step {step} is expected finite and not negative but is {timespans[step]}; sort the steps " +
                        $"by time and give differences, not clock times."),
                    nameof(timespans));
            }
        }

        return [.. timespans];
    }

    int[] CheckedLabels(IReadOnlyList<int> labels)
    {
        CheckOnePerStep(labels.Count, "Labels", nameof(labels), "; use Label for one class after the last step");
        return [.. labels.Select((label, step) => CheckedLabel(label, $"The label of step {step}"))];
    }

    static int CheckedLabel(int label, string subject) => label >= MissingLabel
        ? label
        : throw new ArgumentException(
            FormattableString.Invariant($"{subject} counts classes from 0, or is -1 if not known, but is {label}."),
            nameof(label));
}
