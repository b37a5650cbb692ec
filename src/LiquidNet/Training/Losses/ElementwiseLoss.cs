namespace LiquidNet.Training;

/// <summary>A loss that compares each output with its own target value and is averaged over outputs.</summary>
/// <remarks>A custom loss overrides <see cref="Compare"/>, the formula and its derivative for one number, and also
/// <see cref="Loss.TargetRange"/> if the formula does not hold for all targets.</remarks>
public abstract class ElementwiseLoss : Loss
{
    /// <inheritdoc/>
    public sealed override bool UsesLabels => false;

    /// <summary>The loss of one output, and its derivative.</summary>
    /// <param name="logit">The output of the readout before its activation.</param>
    /// <param name="target">The target value.</param>
    /// <param name="output">Which output it is, from 0.</param>
    /// <returns>The loss, and its derivative with respect to the logit.</returns>
    protected abstract (float Loss, float Slope) Compare(float logit, float target, int output);

    /// <inheritdoc/>
    protected internal override double WriteGradient(LossBatch batch)
    {
        var sum = 0.0;
        for (var at = 0; at < batch.Gradient.Length; at++)
        {
            var (output, lane) = Math.DivRem(at, batch.Lanes);
            var weight = batch.Weights[lane] / batch.Outputs;
            if (weight == 0 || float.IsNaN(batch.Targets[at]))
            {
                batch.Gradient[at] = 0;
                continue;
            }

            var (loss, slope) = Compare(batch.Logits[at], batch.Targets[at], output);
            batch.Gradient[at] = weight * slope;
            sum += (double)weight * loss;
        }

        return sum;
    }
}
