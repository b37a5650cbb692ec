using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>
/// Huber loss, for values with outliers: half the squared error if the error is small, linear beyond, averaged over all outputs with a
/// target and their elements.
/// </summary>
/// <remarks>
/// <c>e^2 / 2</c> for <c>|e| &lt;= delta</c>, else <c>delta (|e| - delta / 2)</c>. Huber, "Robust Estimation of a Location Parameter",
/// Annals of Mathematical Statistics 1964.
/// </remarks>
public sealed class HuberLoss : ElementwiseLoss
{
    /// <summary>The error beyond which the loss is linear, in the unit of the logits.</summary>
    /// <value>Above zero and finite. Default: 1, as in PyTorch and Keras.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public float Delta { get; init => field = Require.Positive(value, "Delta"); } = 1;

    /// <summary>Such as <c>HuberLoss { Delta = 1 }</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{nameof(HuberLoss)} {{ Delta = {Delta} }}");

    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target, int output)
    {
        var error = logit - target;
        var slope = Math.Clamp(error, -Delta, Delta);
        return (slope * (error - slope / 2), slope);
    }
}
