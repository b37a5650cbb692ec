namespace LiquidNet;

/// <summary>A reading for one of the streams of a <see cref="StreamPool{TKey}"/>.</summary>
/// <typeparam name="TKey">What a stream is known by.</typeparam>
/// <param name="Key">Whom it is for.</param>
/// <param name="Reading">What was measured, and when.</param>
public readonly record struct KeyedReading<TKey>(TKey Key, Reading Reading)
    where TKey : notnull;
