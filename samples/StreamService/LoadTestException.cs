namespace LiquidNet.Samples;

/// <summary>The service did not do what it should.</summary>
/// <param name="message">What was expected, and what came.</param>
sealed class LoadTestException(string message) : Exception(message);
