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

    public static Traced OneMinusExp(Traced x) => x.Map(-Expm1(-x.Value), Math.Exp(-x.Value));

    public static Traced Log(Traced x) => x.Map(Math.Log(x.Value), 1 / x.Value);

    public static Traced Sqrt(Traced x) => x.Map(Math.Sqrt(x.Value), 0.5 / Math.Sqrt(x.Value));

    public static Traced Sin(Traced x) => x.Map(Math.Sin(x.Value), Math.Cos(x.Value));

    public static Traced Cos(Traced x) => x.Map(Math.Cos(x.Value), -Math.Sin(x.Value));

    public static Traced Softplus(Traced x) =>
        x.Map(Math.Max(x.Value, 0) + Log1p(Math.Exp(-Math.Abs(x.Value))), Logistic(x.Value));

    public static Traced Softsign(Traced x)
    {
        var below = 1 + Math.Abs(x.Value);
        return x.Map(double.IsInfinity(below) ? Math.Sign(x.Value) : x.Value / below, 1 / (below * below));
    }

    public static Traced Elu(Traced x, double alpha) => x.Value > 0
        ? x.Map(x.Value, 1)
        : x.Map(alpha * Expm1(x.Value), alpha * Math.Exp(x.Value));

    public static Traced LeakyRelu(Traced x, double slope) => x.Value > 0 ? x.Map(x.Value, 1) : x.Map(slope * x.Value, slope);

    public static Traced Clamp(Traced x, double low, double high) =>
        x.Map(Math.Clamp(x.Value, low, high), x.Value >= low && x.Value <= high ? 1 : 0);

    public static Traced Silu(Traced x)
    {
        var s = Logistic(x.Value);
        return x.Map(s == 0 ? 0 : x.Value * s, s == 0 ? 0 : s * (1 + (s == 1 ? 0 : x.Value * Logistic(-x.Value))));
    }

    public static Traced Gelu(Traced x)
    {
        var density = Math.Exp(-x.Value * x.Value / 2) / Math.Sqrt(2 * Math.PI);
        var share = Math.Clamp(0.5 * (1 + Erf(x.Value / Math.Sqrt(2))), 0, 1);
        return x.Map(share == 0 ? 0 : x.Value * share, share + (density == 0 ? 0 : x.Value * density));
    }

    public static Traced Relu(Traced x) => x.Map(Math.Max(x.Value, 0), x.Value > 0 ? 1 : 0);

    public static Traced Abs(Traced x) => x.Map(Math.Abs(x.Value), Math.Sign(x.Value));

    public static Traced IsNaN(Traced x) => x.Map(double.IsNaN(x.Value) ? 1 : 0, 0);

    public static Traced ZeroIfNaN(Traced x) => double.IsNaN(x.Value) ? x.Map(0, 0) : x.Map(x.Value, 1);

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

    /// <summary>e^x - 1, by its series where the difference would lose what counts.</summary>
    static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        var (sum, term) = (0.0, x);
        for (var n = 2; n < 20; n++)
        {
            sum += term;
            term *= x / n;
        }

        return sum;
    }

    /// <summary>log(1 + x), with what the sum lost given back.</summary>
    static double Log1p(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * (x / (1 + x - 1));
}
