namespace LiquidNet.Samples;

/// <summary>What a device has measured.</summary>
/// <param name="Device">Which device it was.</param>
/// <param name="Time">When it was.</param>
/// <param name="Values">What it measured; null where a value is missing [inputs of the model].</param>
sealed record Reading(string Device, DateTimeOffset Time, float?[] Values);
