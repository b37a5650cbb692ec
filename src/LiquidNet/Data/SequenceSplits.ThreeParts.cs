using LiquidNet.Checks;
using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

// Three parts: to learn from, to choose by, and to test on.
public static partial class SequenceSplits
{
    /// <summary>Divides a set in three at random: to learn from, to choose by, and to test on.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="training">The share of the training part, between 0 and 1.</param>
    /// <param name="validation">The share of the validation part, between 0 and 1; the test part has the rest.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <returns>Three parts without a common index that together hold all, in shuffled order; sizes are rounded.</returns>
    /// <exception cref="ArgumentException">A step would be in two parts, because windows overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shares would leave a part empty.</exception>
    public static (SequenceSet Training, SequenceSet Validation, SequenceSet Test) Split(
        this SequenceSet set, double training, double validation, int seed = 0) =>
        InThree(set, training, validation, (part, fraction) => part.Split(fraction, seed));

    /// <summary>Divides a set in three at random so that all parts have the same share of every class.</summary>
    /// <param name="set">Sequences with one class each; those whose class is not known count as a class of their own.</param>
    /// <param name="training">The share of the training part, between 0 and 1.</param>
    /// <param name="validation">The share of the validation part, between 0 and 1; the test part has the rest.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <exception cref="ArgumentException">The sequences have no class, or a step would be in two parts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shares would leave a part empty.</exception>
    public static (SequenceSet Training, SequenceSet Validation, SequenceSet Test) SplitStratified(
        this SequenceSet set, double training, double validation, int seed = 0) =>
        InThree(set, training, validation, (part, fraction) => part.SplitStratified(fraction, seed));

    /// <summary>Cuts every sequence in three, in the same proportion: earlier steps to learn from, later ones to choose by, and the last
    /// ones to test on.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="training">The share of the steps in the training part, between 0 and 1.</param>
    /// <param name="validation">The share of the steps in the validation part, between 0 and 1; the test part has the rest. Cuts are
    /// rounded to the nearest step, and a sequence too short for a step in each is not in every part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shares would leave a part empty.</exception>
    public static (SequenceSet Training, SequenceSet Validation, SequenceSet Test) SplitByTime(
        this SequenceSet set, double training, double validation)
    {
        CheckShares(set, training, validation);
        var tracks = new SeriesTracks(set);
        return (Part(0, training), Part(training, training + validation), Part(training + validation, 1));

        SequenceWindows Part(double from, double to) => PartOf(
            set, tracks, index => (CutAt(index, from), CutAt(index, to)), () => EmptyPart(set, training, validation));

        int CutAt(int index, double fraction) => (int)Math.Round(set.StepsOf(index) * fraction, MidpointRounding.AwayFromZero);
    }

    static (SequenceSet Training, SequenceSet Validation, SequenceSet Test) InThree(
        SequenceSet set, double training, double validation, Func<SequenceSet, double, (SequenceSet First, SequenceSet Second)> split)
    {
        CheckShares(set, training, validation);
        if (set.Count < 3)
            throw EmptyPart(set, training, validation);
        var (first, rest) = split(set, training);
        var (second, third) = split(rest, validation / (1 - training));
        return (first, second, third);
    }

    static void CheckShares(SequenceSet set, double training, double validation)
    {
        ArgumentNullException.ThrowIfNull(set);
        set.CheckCount(nameof(set));
        if (!(training > 0 && validation > 0 && training + validation < 1))
            throw EmptyPart(set, training, validation);
    }

    static ArgumentOutOfRangeException EmptyPart(SequenceSet set, double training, double validation) => new(
        nameof(training), training,
        FormattableString.Invariant($"Splitting {Counted.Of(set.Count, "sequence")} at {training} and {training + validation} would leave ")
        + "a part empty; choose shares above 0 and together below 1 that give each part something.");
}
