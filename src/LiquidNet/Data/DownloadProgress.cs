namespace LiquidNet.Data;

/// <summary>How much of a file has arrived.</summary>
/// <param name="Received">Bytes so far, those of an earlier, broken-off download included.</param>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
public readonly record struct DownloadProgress(long Received, long? Total)
{
    /// <summary>The share that has arrived, 0..1; null where the total is not known.</summary>
    public double? Fraction => Total is > 0 and var total ? (double)Received / total : null;
}
