namespace LiquidNet.Samples;

/// <summary>What a reading has led to.</summary>
/// <param name="Device">Whose reading it was.</param>
/// <param name="Values">What the model predicts; null where the reading was refused [outputs of the model].</param>
/// <param name="Refused">Why the reading was refused, so that the device's state is as it was; null where it was taken.</param>
sealed record Prediction(string Device, float[]? Values = null, string? Refused = null);
