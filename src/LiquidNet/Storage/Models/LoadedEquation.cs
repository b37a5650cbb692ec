using LiquidNet.Equations;

namespace LiquidNet.Storage.Models;

/// <summary>An equation of a file, with places for what it receives.</summary>
/// <param name="Root">The equation.</param>
/// <param name="Given">The places, in order.</param>
sealed record LoadedEquation(Signal Root, params Signal[] Given)
{
    /// <summary>The equation of given signals.</summary>
    /// <exception cref="ArgumentException">A signal has another number of rows than its place.</exception>
    public Signal Of(params ReadOnlySpan<Signal> signals)
    {
        for (var index = 0; index < Given.Length; index++)
        {
            ArgumentNullException.ThrowIfNull(signals[index], nameof(signals));
            if (signals[index].Rows != Given[index].Rows)
            {
                throw new ArgumentException(
                    $"Expected a signal of {Given[index].Rows} rows but got {signals[index].Rows}.", nameof(signals));
            }
        }

        return Substitution.Of(Root, Given, signals);
    }
}
