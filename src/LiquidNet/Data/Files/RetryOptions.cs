namespace LiquidNet.Data.Files;

/// <summary>When a download tries again, and when it gives up.</summary>
/// <param name="StallTimeout">A connection that brings nothing for this long counts as cut.</param>
/// <param name="MaxAttempts">Connections in a row that bring nothing new before it gives up.</param>
/// <param name="Delay">Waited before the next attempt.</param>
sealed record RetryOptions(TimeSpan StallTimeout, int MaxAttempts, TimeSpan Delay)
{
    /// <summary>Half a minute of silence, five attempts, two seconds between them.</summary>
    public static readonly RetryOptions Default = new(TimeSpan.FromSeconds(30), 5, TimeSpan.FromSeconds(2));
}
