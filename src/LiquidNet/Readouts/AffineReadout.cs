using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet;

/// <summary>A readout whose logits are <c>x W + b</c>, or <c>x W + b + v</c> with last known values <c>v</c>: what least squares can solve
/// for.</summary>
/// <param name="Features">What gives <c>x</c> and, where there is one, <c>v</c> behind it, from a state.</param>
/// <param name="Weights">The matrix <c>W</c> [features x outputs].</param>
/// <param name="Bias">The vector <c>b</c> [outputs].</param>
sealed record AffineReadout(Circuit Features, Parameter Weights, Parameter Bias)
{
    /// <summary>Finds it in a network that predicts values.</summary>
    /// <exception cref="ArgumentException">The network predicts classes or probabilities, or the logits are computed in another
    /// way.</exception>
    public static AffineReadout OfValues(LiquidNetwork network) => network.Readout.OutputKind == OutputKind.Values
        ? Of(network)
        : throw new ArgumentException(
            $"Least squares learn values on the job, but readout '{network.Readout}' predicts {network.Readout.OutputKind}. Use "
            + "LiquidNetwork.Regressor, for classes with an output for each and targets of 1 and 0; or another rule, such as "
            + "ImmediateDerivative.",
            nameof(network));

    /// <summary>Finds it in the equation of a network's logits, whatever class has written that.</summary>
    /// <exception cref="ArgumentException">The logits are computed in another way, or quantiles.</exception>
    public static AffineReadout Of(LiquidNetwork network)
    {
        if (network.Quantiles.Count > 0)
        {
            throw new ArgumentException(
                $"Least squares learn means, but readout '{network.Readout}' gives quantiles: learn these by gradients.", nameof(network));
        }

        var (logits, added) = network.Model.Logits.Equation is Sum sum && EquationOrder.ParametersOf(sum.Right).All(it => !it.IsTrainable)
            ? (sum.Left, sum.Right)
            : (network.Model.Logits.Equation, null);
        if (logits is Affine { Count: 1, Addend: Parameter { IsTrainable: true, IsPositive: false } bias } affine
            && affine.WeightsOf(0) is Parameter { IsTrainable: true, IsPositive: false, Projection: null } weights
            && bias.Projection is null && bias.Rows == network.OutputSize && weights.Rows == affine.SourceOf(0).Rows)
        {
            var features = affine.SourceOf(0);
            return new(Circuit.CompileOutput(added is null ? features : SignalFunctions.Concatenate(features, added)), weights, bias);
        }

        throw new ArgumentException(
            $"Least squares solve for logits x W + b with trainable weights and biases without constraints, but readout "
            + $"'{network.Readout}' computes {network.Model.Logits.Equation}. Use a LinearReadout, or another rule.",
            nameof(network));
    }
}
