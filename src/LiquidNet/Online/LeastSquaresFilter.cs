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
        covariance = new double[checked(inputs * inputs)];
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
            gain[input] = direction[input] / (kept + excitation);
        for (var row = 0; row < inputs; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var value = (covariance[row * inputs + column] - gain[row] * direction[column]) / kept;
                covariance[row * inputs + column] = covariance[column * inputs + row] = value;
            }
        }

        return gain;
    }

    /// <summary><c>C x</c>.</summary>
    /// <returns><c>x' C x</c>.</returns>
    double FindDirection(ReadOnlySpan<double> x)
    {
        var excitation = 0.0;
        for (var row = 0; row < inputs; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < inputs; column++)
                sum += covariance[row * inputs + column] * x[column];
            direction[row] = sum;
            excitation += sum * x[row];
        }

        return excitation;
    }

    bool IsWoundUp()
    {
        for (var input = 0; input < inputs; input++)
        {
            if (covariance[input * inputs + input] > forgetting * GreatestRise * initial)
                return true;
        }

        return false;
    }
}
