namespace LiquidNet;

/// <summary>What a <see cref="StreamPool{TKey}"/> gives for a reading.</summary>
/// <typeparam name="TKey">What a stream is known by.</typeparam>
/// <param name="Key">Whose it is.</param>
/// <param name="Values">Probabilities or values [OutputSize], the receiver's own; <c>NaN</c> where the reading was refused.</param>
/// <param name="Refusal">Why the reading was refused, if it was.</param>
public readonly record struct KeyedPrediction<TKey>(TKey Key, float[] Values, Refusal Refusal)
    where TKey : notnull;
