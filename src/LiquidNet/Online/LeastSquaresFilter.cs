using System.Numerics;

namespace LiquidNet.Online;

/// <summary>The covariance of recursive least squares, and the gain that follows from it.</summary>
sealed class LeastSquaresFilter
{
    /// <summary>How far above the initial covariance forgetting may raise one.</summary>
    const double GreatestRise = 10;

    readonly int inputs;
    readonly double forgetting;
    readonly double initial;
    readonly double[] covariance;
    readonly double[] direction;
    readonly double[] gain;

    /// <param name="inputs">Numbers in an input.</param>
    /// <param name="forgetting">What the past counts for after each input.</param>
    /// <param name="initial">The covariance of each input to begin with.</param>
    public LeastSquaresFilter(int inputs, double forgetting, double initial)
    {
        (this.inputs, this.forgetting, this.initial) = (inputs, forgetting, initial);
        covariance = new double[inputs * inputs];
        direction = new double[inputs];
        gain = new double[inputs];
        Begin();
    }

    /// <summary>Begins anew: nothing has been seen.</summary>
    public void Begin()
    {
        Array.Clear(covariance);
        for (var input = 0; input < inputs; input++)
            covariance[input * inputs + input] = initial;
    }

    /// <summary>Takes an input.</summary>
    /// <returns>What an error is multiplied by to correct the weight of each input; valid until the next one.</returns>
    public ReadOnlySpan<double> Advance(ReadOnlySpan<double> x)
    {
        var excitation = FindDirection(x);
        if (!(excitation >= 0) || !double.IsFinite(excitation))
        {
            // Rounding has cost the covariance its positive definiteness.
            Begin();
            excitation = FindDirection(x);
        }

        var kept = IsWoundUp() ? 1 : forgetting;
        for (var input = 0; input < inputs; input++)
        {
            gain[input] = direction[input] / (kept + excitation);
            direction[input] /= Math.Sqrt(kept * (kept + excitation));
        }

        // Products of the same two factors are equal to the bit, and so both triangles stay.
        for (var row = 0; row < inputs; row++)
            Combine(1 / kept, Row(row), -direction[row], direction, Row(row));
        return gain;
    }

    /// <summary><c>C x</c>.</summary>
    /// <returns><c>x' C x</c>.</returns>
    double FindDirection(ReadOnlySpan<double> x)
    {
        Array.Clear(direction);
        for (var row = 0; row < inputs; row++)
            Combine(1, direction, x[row], Row(row), direction);
        var excitation = 0.0;
        for (var input = 0; input < inputs; input++)
            excitation += direction[input] * x[input];
        return excitation;
    }

    Span<double> Row(int row) => covariance.AsSpan(row * inputs, inputs);

    bool IsWoundUp()
    {
        for (var input = 0; input < inputs; input++)
        {
            if (covariance[input * inputs + input] > forgetting * GreatestRise * initial)
                return true;
        }

        return false;
    }

    /// <summary><c>destination = a x + b y</c>; it may be x or y.</summary>
    static void Combine(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, Span<double> destination)
    {
        var at = 0;
        for (; at <= destination.Length - Vector<double>.Count; at += Vector<double>.Count)
            (a * new Vector<double>(x[at..]) + b * new Vector<double>(y[at..])).CopyTo(destination[at..]);
        for (; at < destination.Length; at++)
            destination[at] = a * x[at] + b * y[at];
    }
}
