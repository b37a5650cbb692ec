namespace LiquidNet.Training;

/// <summary>A loss that compares each output with a target value of its own, averaged over outputs.</summary>
/// <remarks>A loss of one's own overrides <see cref="Compare"/>: the formula and its derivative for one number; and,
/// where the formula is not for all targets, <see cref="Loss.TargetRange"/>.</remarks>
public abstract class ElementwiseLoss : Loss
{
    /// <inheritdoc/>
    public sealed override bool UsesLabels => false;

    /// <summary>The loss of one output, and its derivative.</summary>
    /// <param name="logit">What the readout gave before its activation.</param>
    /// <param name="target">The target value.</param>
    /// <returns>The loss, and its derivative by the logit.</returns>
    protected abstract (float Loss, float Slope) Compare(float logit, float target);

    /// <inheritdoc/>
    protected internal override double WriteGradient(LossBatch batch)
    {
        var sum = 0.0;
        for (var at = 0; at < batch.Gradient.Length; at++)
        {
            var weight = batch.Weights[at % batch.Lanes] / batch.Outputs;
            if (weight == 0 || float.IsNaN(batch.Targets[at]))
            {
                batch.Gradient[at] = 0;
                continue;
            }

            var (loss, slope) = Compare(batch.Logits[at], batch.Targets[at]);
            batch.Gradient[at] = weight * slope;
            sum += (double)weight * loss;
        }

        return sum;
    }
}
