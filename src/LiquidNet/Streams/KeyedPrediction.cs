namespace LiquidNet;

/// <summary>The prediction of a <see cref="StreamPool{TKey}"/> for one reading.</summary>
/// <typeparam name="TKey">The type of the keys of streams.</typeparam>
/// <param name="Key">The key of the stream.</param>
/// <param name="Values">Probabilities or values [OutputSize], in an array that belongs to the receiver; <c>NaN</c> if the reading was
/// refused.</param>
/// <param name="Refusal">Why the reading was refused; <see cref="LiquidNet.Refusal.None"/> if it was taken.</param>
public readonly record struct KeyedPrediction<TKey>(TKey Key, float[] Values, Refusal Refusal)
    where TKey : notnull;
