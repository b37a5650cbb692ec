using System.Numerics;

namespace LiquidNet.Online;

/// <summary>One step of recursive least squares, on a covariance and a solution that others keep.</summary>
sealed class LeastSquaresFilter
{
    /// <summary>What the past has to count for at least: its inverse multiplies the covariance.</summary>
    public const double LeastForgetting = 1e-6;

    /// <summary>How far above the initial covariance forgetting may raise one.</summary>
    const double GreatestRise = 10;

    readonly int inputs;
    readonly double forgetting;
    readonly double initial;
    readonly double[] direction;
    readonly double[] gain;
    readonly double[] moved;

    /// <param name="inputs">Numbers in an input.</param>
    /// <param name="forgetting">What the past counts for after each input.</param>
    /// <param name="initial">The covariance of each input to begin with.</param>
    /// <param name="outputs">Values that are solved for.</param>
    public LeastSquaresFilter(int inputs, int outputs, double forgetting, double initial)
    {
        (this.inputs, this.forgetting, this.initial) = (inputs, forgetting, initial);
        direction = new double[inputs];
        gain = new double[inputs];
        moved = new double[inputs * outputs];
    }

    /// <summary>Begins anew: nothing has been seen.</summary>
    /// <param name="covariance">Takes the initial covariance [inputs x inputs].</param>
    public void Begin(Span<double> covariance)
    {
        covariance.Clear();
        for (var input = 0; input < inputs; input++)
            covariance[input * inputs + input] = initial;
    }

    /// <summary>Corrects the weights of each output by what they miss of its target.</summary>
    /// <param name="covariance">The covariance of the inputs [inputs x inputs].</param>
    /// <param name="solution">The weights, output by output [outputs x inputs].</param>
    /// <param name="x">The inputs.</param>
    /// <param name="targets">The targets [outputs].</param>
    /// <param name="added">What is added to each output whatever the weights are [outputs]; empty where nothing is.</param>
    /// <returns>Whether the weights have moved; if one would be too large for single precision, nothing has.</returns>
    public bool TryLearn(
        Span<double> covariance, Span<double> solution, ReadOnlySpan<double> x, ReadOnlySpan<float> targets,
        ReadOnlySpan<float> added = default)
    {
        var excitation = FindGain(covariance, x);
        for (var output = 0; output < targets.Length; output++)
        {
            var weights = solution.Slice(output * inputs, inputs);
            var target = targets[output] - (added.IsEmpty ? 0.0 : added[output]);
            Combine(1, weights, target - Dot(weights, x), gain, moved.AsSpan(output * inputs, inputs));
        }

        foreach (var value in moved)
        {
            if (!float.IsFinite((float)value))
                return false;
        }

        moved.CopyTo(solution);
        Scale(direction, 1 / Math.Sqrt(forgetting * (forgetting + excitation)));
        TakeOff(covariance, 1 / forgetting);
        HoldUnexcited(covariance);
        return true;
    }

    /// <summary>The sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Length; at++)
            sum += left[at] * right[at];
        return sum;
    }

    /// <summary>Finds the direction in which an input is known, and the gain: what an error is multiplied by to correct each
    /// weight.</summary>
    double FindGain(Span<double> covariance, ReadOnlySpan<double> x)
    {
        var excitation = FindDirection(covariance, x);
        if (!(excitation >= 0) || !double.IsFinite(excitation))
        {
            // Rounding has cost the covariance its positive definiteness.
            Begin(covariance);
            excitation = FindDirection(covariance, x);
        }

        for (var input = 0; input < inputs; input++)
            gain[input] = direction[input] / (forgetting + excitation);
        return excitation;
    }

    /// <summary>Lets no variance rise for ever: where an input has not been excited for long, its weight is taken as observed to be what
    /// it is. No weight moves by it, and what is excited is forgotten as before.</summary>
    void HoldUnexcited(Span<double> covariance)
    {
        for (var input = 0; input < inputs; input++)
        {
            var variance = covariance[input * inputs + input];
            if (variance <= GreatestRise * initial)
                continue;
            Row(covariance, input).CopyTo(direction);
            Scale(direction, Math.Sqrt((1 - GreatestRise / 2 * initial / variance) / variance));
            TakeOff(covariance, 1);
        }
    }

    /// <summary><c>C = factor C - d d'</c>, with the direction <c>d</c>.</summary>
    /// <remarks>Products of the same two factors are equal to the bit, and so both triangles stay.</remarks>
    void TakeOff(Span<double> covariance, double factor)
    {
        for (var row = 0; row < inputs; row++)
            Combine(factor, Row(covariance, row), -direction[row], direction, Row(covariance, row));
    }

    /// <summary><c>C x</c>.</summary>
    /// <returns><c>x' C x</c>.</returns>
    double FindDirection(Span<double> covariance, ReadOnlySpan<double> x)
    {
        Array.Clear(direction);
        for (var row = 0; row < inputs; row++)
            Combine(1, direction, x[row], Row(covariance, row), direction);
        return Dot(direction, x);
    }

    Span<double> Row(Span<double> covariance, int row) => covariance.Slice(row * inputs, inputs);

    static void Scale(double[] values, double factor) => Combine(factor, values, 0, values, values);

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
