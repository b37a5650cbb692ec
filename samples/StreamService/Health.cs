namespace LiquidNet.Samples;

/// <summary>What is being served.</summary>
/// <param name="Model">The network and its streams, in words.</param>
/// <param name="Devices">How many devices have a stream.</param>
/// <param name="Inputs">How many values a reading has.</param>
/// <param name="Outputs">How many values a prediction has.</param>
sealed record Health(string Model, int Devices, int Inputs, int Outputs);
