using LiquidNet.Checks;
using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

/// <summary>
/// Encodes readings in which values are missing: the values last seen, marks for those seen in this reading, and the time since each
/// was seen.
/// </summary>
/// <remarks>
/// <para><c>NaN</c> stands for a missing value. From readings [features] come inputs [3 features]:</para>
/// <list type="number">
/// <item>the values, with the last one seen where one is missing;</item>
/// <item>1 where a value was seen in this reading, 0 where it is missing;</item>
/// <item>the time since the value was seen, in the unit of the timespans: 0 where it was seen in this reading, the time since the sequence
/// began where it never was.</item>
/// </list>
/// <para>An encoder serves one stream, step by step; <see cref="Of(SequenceSet, float[])"/> does the same for data sets. A step allocates
/// nothing. Not safe for several threads at once.</para>
/// <para>Times are summed in double precision, so that a value may be missing for years of short steps.</para>
/// <para>As in the irregular data of Hasani et al., "Closed-form continuous-time neural networks", Nature MI 2022; the third part is
/// that of Che et al., "Recurrent neural networks for multivariate time series with missing values", Scientific Reports 2018.</para>
/// </remarks>
public sealed class MissingValueEncoder
{
    readonly float[] unseen;
    readonly float[] input;
    readonly double[] ages;

    /// <summary>Creates an encoder that has seen nothing yet; unseen values are zero.</summary>
    /// <param name="features">Values of a reading; at least 1, and at most 715,827,863, so that an array can hold an input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is not possible.</exception>
    public MissingValueEncoder(int features)
        : this(new float[Possible(features)])
    {
    }

    /// <summary>Creates an encoder that has seen nothing yet.</summary>
    /// <param name="unseen">The replacement of a value that was never seen, such as its mean over the training data [features].</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is not possible.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public MissingValueEncoder(ReadOnlySpan<float> unseen)
        : this(unseen.ToArray())
    {
    }

    MissingValueEncoder(float[] unseen)
    {
        input = new float[3 * Possible(unseen.Length)];
        ages = new double[unseen.Length];
        this.unseen = unseen;
        var feature = Array.FindIndex(unseen, value => !float.IsFinite(value));
        if (feature >= 0)
            throw new ArgumentException($"The unseen value of feature {feature} must be finite but is not.", nameof(unseen));
        Reset();
    }

    /// <summary>Values of a reading.</summary>
    public int Features => unseen.Length;

    /// <summary>Numbers of an input: three times <see cref="Features"/>.</summary>
    public int InputSize => input.Length;

    /// <summary>Sequences whose missing values are filled in, with their targets as they are.</summary>
    /// <param name="set">Sequences [time x features] in which <c>NaN</c> stands for a missing value.</param>
    /// <param name="unseen">The replacement of a value that was never seen [features]; null for zeros.</param>
    /// <returns>Sequences [time x 3 features]. Each is filled in when it is first read, and kept.</returns>
    /// <exception cref="ArgumentException">There is not one unseen value per feature, or one is not finite.</exception>
    public static SequenceSet Of(SequenceSet set, float[]? unseen = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        var replacements = new MissingValueEncoder(unseen ?? new float[Possible(set.Features)]).unseen;
        if (replacements.Length != set.Features)
        {
            throw new ArgumentException(
                $"The sequences have {set.Features} features but got {replacements.Length} unseen values.", nameof(unseen));
        }

        return new MaskedSequences(set, replacements);
    }

    /// <summary>A sequence whose missing values are filled in, with its target as it is.</summary>
    /// <param name="sequence">A sequence [time x features] in which <c>NaN</c> stands for a missing value.</param>
    /// <param name="unseen">The replacement of a value that was never seen [features]; null for zeros.</param>
    /// <returns>A sequence [time x 3 features].</returns>
    /// <exception cref="ArgumentException">There is not one unseen value per feature, or a number is infinite.</exception>
    public static Sequence Of(Sequence sequence, float[]? unseen = null) => Of(SequenceSet.Of([sequence]), unseen).ToSequence(0);

    /// <summary>Takes the next reading of the stream. Allocates nothing.</summary>
    /// <param name="reading">The reading [features]; <c>NaN</c> where a value is missing.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the timespans; zero or more. Default: 1.</param>
    /// <returns>The input [3 features]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">Another number of features, or an infinite value; the encoder is unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative or not finite; the encoder is unchanged.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> reading, float elapsed = 1)
    {
        if (reading.Length != Features)
            throw new ArgumentException($"The encoder expects a reading of {Features} values but got {reading.Length}.", nameof(reading));
        if (reading.ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
            throw new ArgumentException("A value of a reading is infinite; where it is missing, give NaN.", nameof(reading));
        Require.NotNegative(elapsed, "The elapsed time");
        var values = input.AsSpan(0, Features);
        var presence = input.AsSpan(Features, Features);
        var times = input.AsSpan(2 * Features);
        for (var feature = 0; feature < Features; feature++)
        {
            var isMissing = float.IsNaN(reading[feature]);
            values[feature] = isMissing ? values[feature] : reading[feature];
            presence[feature] = isMissing ? 0 : 1;
            ages[feature] = isMissing ? ages[feature] + elapsed : 0;
            times[feature] = (float)ages[feature];
        }

        return input;
    }

    /// <summary>Forgets everything seen: the next reading is the first of a sequence.</summary>
    public void Reset()
    {
        Array.Clear(input);
        Array.Clear(ages);
        unseen.CopyTo(input, 0);
    }

    static int Possible(int features) => Require.Between(
        features, 1, Array.MaxLength / 3, "The number of features", "an input has three times as many", nameof(features));
}
