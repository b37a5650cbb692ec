using System.Globalization;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>The functions of equations in double precision, each with its derivative.</summary>
static class ReferenceFunctions
{
    public static Traced Tanh(Traced x)
    {
        var y = Math.Tanh(x.Value);
        return x.Map(y, 1 - y * y);
    }

    public static Traced Sigmoid(Traced x)
    {
        var y = Logistic(x.Value);
        return x.Map(y, y * Logistic(-x.Value));
    }

    public static Traced Exp(Traced x) => x.Map(Math.Exp(x.Value), Math.Exp(x.Value));

    public static Traced Softplus(Traced x) =>
        x.Map(Math.Max(x.Value, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x.Value))), Logistic(x.Value));

    public static Traced Rectifier(Traced x) => x.Map(Math.Max(x.Value, 0), x.Value > 0 ? 1 : 0);

    public static Traced Abs(Traced x) => x.Map(Math.Abs(x.Value), Math.Sign(x.Value));

    public static Traced Erf(Traced x) => x.Map(Erf(x.Value), 2 / Math.Sqrt(Math.PI) * Math.Exp(-x.Value * x.Value));

    /// <summary>The error function as a series of positive terms, so that nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        var (sum, term) = (0.0, x);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>
    /// What a number in an equation stands for: the fraction of small denominator, or else the shortest decimal, that rounds to it.
    /// The paper's 0.666 is meant, not the nearest float, where results are compared to 1e-10.
    /// </summary>
    public static double Meant(float number)
    {
        const int LargestDenominator = 100;
        for (var denominator = 1; denominator <= LargestDenominator && float.IsFinite(number); denominator++)
        {
            var fraction = Math.Round((double)number * denominator) / denominator;
            if ((float)fraction == number)
                return fraction;
        }

        return double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
