namespace LiquidNet.Tests.Equations.Support;

/// <summary>
/// Remembers how numbers followed from each other, one scalar operation at a time, and finds all derivatives of a result by going
/// back once. It knows nothing of signals, so it shares no rule with the library that it checks.
/// </summary>
sealed class Trace
{
    Step[] steps = new Step[1024];

    public int Count { get; private set; }

    /// <summary>A number by which derivatives are asked for.</summary>
    public Traced Variable(double value) => Add(value, new Step(-1, 0, -1, 0));

    public Traced[] Variables(IEnumerable<double> values) => [.. values.Select(Variable)];

    /// <summary>The derivatives of <c>sum(slope * result)</c> by all numbers of the trace, by node.</summary>
    /// <remarks>What the sum does not depend on has no part in them, not even where it is NaN.</remarks>
    public double[] Derivatives(IEnumerable<(Traced Result, double Slope)> results)
    {
        var derivatives = new double[Count];
        foreach (var (result, slope) in results)
        {
            if (result.IsTraced)
                derivatives[result.Node] += slope;
        }

        for (var node = Count - 1; node >= 0; node--)
        {
            if (derivatives[node] == 0)
                continue;
            var (left, leftSlope, right, rightSlope) = steps[node];
            if (left >= 0)
                derivatives[left] += leftSlope * derivatives[node];
            if (right >= 0)
                derivatives[right] += rightSlope * derivatives[node];
        }

        return derivatives;
    }

    public void Clear() => Count = 0;

    internal Traced Add(double value, Step step)
    {
        if (Count == steps.Length)
            Array.Resize(ref steps, 2 * Count);
        steps[Count] = step;
        return new Traced(value, Count++, this);
    }

    internal readonly record struct Step(int Left, double LeftSlope, int Right, double RightSlope);
}

/// <summary>A number of double precision, and where a <see cref="Trace"/> remembers it. Without a trace it is a mere number.</summary>
readonly struct Traced(double value, int node = 0, Trace? trace = null)
{
    public double Value => value;

    public int Node => trace is null ? -1 : node;

    public bool IsTraced => trace is not null;

    public static implicit operator Traced(double number) => new(number);

    public static Traced operator +(Traced left, Traced right) => Combine(left, right, left.Value + right.Value, 1, 1);

    public static Traced operator -(Traced left, Traced right) => Combine(left, right, left.Value - right.Value, 1, -1);

    public static Traced operator *(Traced left, Traced right) => Combine(left, right, left.Value * right.Value, right.Value, left.Value);

    public static Traced operator /(Traced left, Traced right)
    {
        var quotient = left.Value / right.Value;
        return Combine(left, right, quotient, 1 / right.Value, -quotient / right.Value);
    }

    /// <summary>A function of this number, given its value and its derivative here.</summary>
    public Traced Map(double result, double slope) => Combine(this, 0, result, slope, 0);

    public override string ToString() => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    static Traced Combine(Traced left, Traced right, double result, double leftSlope, double rightSlope)
    {
        var owner = left.Owner ?? right.Owner;
        return owner is null ? result : owner.Add(result, new Trace.Step(left.Node, leftSlope, right.Node, rightSlope));
    }

    Trace? Owner => trace;
}
