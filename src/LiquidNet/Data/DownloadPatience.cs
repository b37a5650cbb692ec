namespace LiquidNet.Data;

/// <summary>How long a download puts up with a bad connection.</summary>
/// <param name="Stall">A connection that brings nothing for this long counts as cut.</param>
/// <param name="Attempts">Connections that bring nothing new before it gives up.</param>
/// <param name="Pause">Waited before the next attempt.</param>
sealed record DownloadPatience(TimeSpan Stall, int Attempts, TimeSpan Pause)
{
    /// <summary>Half a minute of silence, five attempts, two seconds between them.</summary>
    public static readonly DownloadPatience Default = new(TimeSpan.FromSeconds(30), 5, TimeSpan.FromSeconds(2));
}
