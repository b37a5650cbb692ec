namespace LiquidNet;

/// <summary>A reading for one of the streams of a <see cref="StreamPool{TKey}"/>.</summary>
/// <typeparam name="TKey">The type of the keys of streams.</typeparam>
/// <param name="Key">The key of the stream.</param>
/// <param name="Reading">The values measured, and when.</param>
public readonly record struct KeyedReading<TKey>(TKey Key, Reading Reading)
    where TKey : notnull;
