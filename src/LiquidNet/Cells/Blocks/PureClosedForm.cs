using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells.Blocks;

/// <summary>The approximate solution of the LTC equation: one head, which is drive and decay at once.</summary>
sealed class PureClosedForm : ClosedForm
{
    readonly LinearMap head;
    readonly Parameter leak;
    readonly Parameter amplitude;

    /// <summary>
    /// The amplitude begins at 1, as in the paper's code. The leak begins with Glorot's numbers, as in <c>ncps.torch</c>: at the
    /// zero of the other sources its absolute value has no slope, and it would never learn.
    /// </summary>
    public PureClosedForm(LinearMap head, string prefix, int seed)
    {
        var units = head.Weights.Columns;
        var bound = MathF.Sqrt(6f / (1 + units));
        this.head = head;
        leak = Parameter.Uniform($"{prefix}w_tau", units, -bound, bound, seed);
        amplitude = Parameter.Vector($"{prefix}A", units, 1);
    }

    public override Signal Next(Signal features, Signal timespan)
    {
        var drive = head.Of(features);
        var rest = Exp(-timespan * (Abs(leak) + Abs(drive)));
        return amplitude - amplitude * (rest * drive);
    }
}
