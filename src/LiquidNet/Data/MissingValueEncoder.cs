using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

/// <summary>Makes inputs of readings in which values are missing: what was last seen, whether it was seen now, and how long ago.</summary>
/// <remarks>
/// <para><c>NaN</c> stands for a missing value. From readings [features] come inputs [3 features]:</para>
/// <list type="number">
/// <item>the values, with the last one seen where one is missing;</item>
/// <item>1 where a value was seen in this reading, 0 where it is missing;</item>
/// <item>the time since the value was seen, in the unit of the timespans: 0 where it was seen in this reading, the time since the sequence
/// began where it never was.</item>
/// </list>
/// <para>One mask serves one stream, step by step; <see cref="Of(SequenceSet, float[])"/> does the same for data sets. A step allocates
/// nothing. Not safe for several threads at once.</para>
/// <para>As in the irregular data of Hasani et al., "Closed-form continuous-time neural networks", Nature MI 2022; the third part is
/// that of Che et al., "Recurrent neural networks for multivariate time series with missing values", Scientific Reports 2018.</para>
/// </remarks>
public sealed class MissingValueEncoder
{
    readonly float[] unseen;
    readonly float[] input;

    /// <summary>Creates a mask for readings of which nothing was seen yet; unseen values are zero.</summary>
    /// <param name="features">Values of a reading; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no feature.</exception>
    public MissingValueEncoder(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        unseen = new float[features];
        input = new float[3 * features];
    }

    /// <summary>Creates a mask for readings of which nothing was seen yet.</summary>
    /// <param name="unseen">What stands for a value that was never seen, such as its mean over the training data [features].</param>
    /// <exception cref="ArgumentException">There is no feature, or a number is not finite.</exception>
    public MissingValueEncoder(ReadOnlySpan<float> unseen)
    {
        this.unseen = unseen.ToArray();
        input = new float[3 * unseen.Length];
        if (unseen.IsEmpty || !Array.TrueForAll(this.unseen, float.IsFinite))
            throw new ArgumentException($"Unseen values must be finite, one per feature; got {unseen.Length}.", nameof(unseen));
        Reset();
    }

    /// <summary>Values of a reading.</summary>
    public int Features => unseen.Length;

    /// <summary>Numbers of an input: three times <see cref="Features"/>.</summary>
    public int InputSize => input.Length;

    /// <summary>Sequences whose missing values are filled in, with the truth as it is.</summary>
    /// <param name="set">Sequences [time x features] in which <c>NaN</c> stands for a missing value.</param>
    /// <param name="unseen">What stands for a value that was never seen [features]; null for zeros.</param>
    /// <returns>Sequences [time x 3 features]. Each is filled in when it is first read, and kept.</returns>
    /// <exception cref="ArgumentException">There is not one unseen value per feature, or one is not finite.</exception>
    public static SequenceSet Of(SequenceSet set, float[]? unseen = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        var replacements = unseen is null ? new MissingValueEncoder(set.Features).unseen : new MissingValueEncoder(unseen).unseen;
        if (replacements.Length != set.Features)
        {
            throw new ArgumentException(
                $"The sequences have {set.Features} features but got {replacements.Length} unseen values.", nameof(unseen));
        }

        return new MaskedSequences(set, replacements);
    }

    /// <summary>A sequence whose missing values are filled in, with the truth as it is.</summary>
    /// <param name="sequence">A sequence [time x features] in which <c>NaN</c> stands for a missing value.</param>
    /// <param name="unseen">What stands for a value that was never seen [features]; null for zeros.</param>
    /// <returns>A sequence [time x 3 features].</returns>
    /// <exception cref="ArgumentException">There is not one unseen value per feature, or a number is infinite.</exception>
    public static Sequence Of(Sequence sequence, float[]? unseen = null) => Of(SequenceSet.Of([sequence]), unseen).ToSequence(0);

    /// <summary>Takes the next reading of the stream. Allocates nothing.</summary>
    /// <param name="reading">The reading [features]; <c>NaN</c> where a value is missing.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the timespans; zero or more. Default: 1.</param>
    /// <returns>The input [3 features]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">Another number of features, or an infinite value; the mask is unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative or not finite; the mask is unchanged.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> reading, float elapsed = 1)
    {
        if (reading.Length != Features)
            throw new ArgumentException($"The mask expects a reading of {Features} values but got {reading.Length}.", nameof(reading));
        if (reading.ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
            throw new ArgumentException("A value of a reading is infinite; where it is missing, give NaN.", nameof(reading));
        if (!(elapsed >= 0) || !float.IsFinite(elapsed))
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "The elapsed time must be zero or more, and finite.");
        var values = input.AsSpan(0, Features);
        var presence = input.AsSpan(Features, Features);
        var ages = input.AsSpan(2 * Features);
        for (var feature = 0; feature < Features; feature++)
        {
            var isMissing = float.IsNaN(reading[feature]);
            values[feature] = isMissing ? values[feature] : reading[feature];
            presence[feature] = isMissing ? 0 : 1;
            ages[feature] = isMissing ? ages[feature] + elapsed : 0;
        }

        return input;
    }

    /// <summary>Forgets everything seen: the next reading is the first of a sequence.</summary>
    public void Reset()
    {
        Array.Clear(input);
        unseen.CopyTo(input, 0);
    }
}
