using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>
/// A cell with an exact solution: every unit follows a Riccati equation whose coefficients depend on the input, solved in closed form for
/// any timespan.
/// </summary>
/// <remarks>
/// <para>Per unit, with the input <c>u</c> held constant over the timespan; each <c>(.)</c> is a row of its own of
/// <c>W_in u + b_in</c>:</para>
/// <code>
/// dx/dt = eps (alpha + beta x + gamma x^2)
/// eps   = sigmoid(.)            how fast, at most 1 per unit of time
/// s     = MinDecay + softplus(.)
/// gamma = (.)                   the curvature, of either sign
/// p     = tanh(.)               where to
/// alpha = (s + |gamma|) p,   beta = -(s + 2 |gamma|)
/// </code>
/// <para>With <c>d = sqrt(beta^2 / 4 - alpha gamma)</c> and <c>k = tanh(eps d dt) / d</c> the step is exact:</para>
/// <code>
/// x' = (x + k (alpha + beta x / 2)) / (1 - k (gamma x + beta / 2))
/// </code>
/// <para>The code uses <c>d^2 = s^2 / 4 + |gamma| (s + |gamma|) (1 - sign(gamma) p)</c> and sums whose terms do not cancel. Up to rounding,
/// two half steps equal a whole one, a timespan of zero keeps the state, and a state that starts between -1 and 1 stays there for any input
/// and timespan. All but the last formula depends on the input alone. Units do not see each other; stack cells to mix them.</para>
/// <para>Input [samples x features], state and output [samples x units]. Timespans may differ per sample.</para>
/// <para>Parameters: <c>W_in</c> [features x 4 units] and <c>b_in</c> [4 units], for eps, s, gamma and p in turn.</para>
/// <para>"RiccatiSSM", arXiv 2609.35441, 2026. Deviation: the initial time constants are spread evenly on a logarithmic scale between 1 and
/// the longest, except that none is below 1.6, as eps begins at 0.9 at most. A single unit has the square root of the longest. A
/// <see cref="MinDecay"/> that is not small shortens all of them.</para>
/// </remarks>
public sealed class RiccatiCell : LiquidCell
{
    const int Coefficients = 4;

    /// <summary>A curvature of less than its inverse bends nothing, whatever its sign.</summary>
    const float Steep = 1e30f;

    readonly Parameter weights;
    readonly Parameter biases;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputSize">Features of an input; at least 1.</param>
    /// <param name="units">Units; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <param name="longestTimeConstant">Initial time constant of the slowest unit, in the unit of the timespans; at least 1. Default: 100.
    /// To remember anything for longer is hard to learn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or so large that an array cannot hold the weights; or the time
    /// constant is below 1 or not finite.</exception>
    public RiccatiCell(int inputSize, int units, int seed = 0, float longestTimeConstant = 100)
        : base(inputSize, units, units)
    {
        Require.Positive(longestTimeConstant, "The longest time constant");
        Require.AtLeast(longestTimeConstant, 1, "The longest time constant", "time constants begin from 1 on", nameof(longestTimeConstant));
        weights = Parameter.Glorot("W_in", inputSize, Require.Size((long)Coefficients * units, nameof(units)), seed);
        biases = Parameter.Vector("b_in", InitialBiases(units, longestTimeConstant));
    }

    /// <inheritdoc/>
    public override string Name => "Riccati";

    /// <summary>The smallest value of <c>s</c>, which keeps the state from standing still. <c>eps s</c> is a rate, per unit of
    /// time.</summary>
    /// <value>At least 1e-6 and finite; with less, the gradients of units that hardly move overflow a float. Default: 0.01.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float MinDecay
    {
        get;
        init => field = Require.AtLeast(
            Require.Positive(value, nameof(MinDecay)), 1e-6f, nameof(MinDecay), "with less, gradients are more than a float holds",
            nameof(MinDecay));
    } = 0.01f;

    /// <inheritdoc/>
    protected internal override bool KeepsStateAtZeroTimespan => true;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var linear = Affine(biases, weights, input);
        var (speed, decay) = (Sigmoid(Coefficient(0)), Softplus(Coefficient(1)) + MinDecay);
        var (gamma, target) = (Coefficient(2), Tanh(Coefficient(3)));
        var curvature = Abs(gamma);
        var sign = Clamp(Steep * gamma, -1, 1);
        var root = Sqrt(0.25f * decay * decay + curvature * (decay + curvature) * (1 - sign * target));
        var k = Tanh(timespan * speed * root) / root;
        var (half, bend) = (0.5f * k * decay, k * curvature);
        return ((1 - half) * state + 2 * half * target + bend * (target - state)) / (1 + half + bend * (1 - sign * state));

        Signal Coefficient(int index) => Slice(linear, index * StateSize, StateSize);
    }

    /// <summary>A unit's time constant is about <c>1 / (eps s)</c>, so its bias sets eps.</summary>
    static float[] InitialBiases(int units, float longest)
    {
        var biases = new float[Coefficients * units];
        var decay = MathF.Log(2);
        for (var unit = 0; unit < units; unit++)
        {
            var timeConstant = MathF.Pow(longest, units == 1 ? 0.5f : (float)unit / (units - 1));
            var speed = Math.Min(0.9f, 1 / (decay * timeConstant));
            biases[unit] = MathF.Log(speed / (1 - speed));
        }

        return biases;
    }
}
