namespace LiquidNet.Data;

/// <summary>How much of a file has arrived.</summary>
/// <param name="Received">Bytes so far, including those of an earlier, interrupted download.</param>
/// <param name="Total">Bytes of the whole file; null if the server does not state it.</param>
public readonly record struct DownloadProgress(long Received, long? Total)
{
    /// <summary>The share that has arrived, 0..1; null if the total is not known.</summary>
    public double? Fraction => Total is > 0 and var total ? (double)Received / total : null;

    /// <summary>Describes the progress, for example <c>1,000 of 4,000 bytes (25%)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        Fraction is { } fraction ? $"{Received:N0} of {Total:N0} bytes ({100 * fraction:0}%)" : (FormattableString)$"{Received:N0} bytes");
}
