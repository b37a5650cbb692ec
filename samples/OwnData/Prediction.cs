namespace LiquidNet.Samples;

/// <summary>What a model said of one output of the test part, beside what was so.</summary>
/// <param name="Id">The sequence.</param>
/// <param name="Time">When the target was, or its row where the table has no times; null where it is that of a whole sequence.</param>
/// <param name="Output">The name of the output.</param>
/// <param name="Target">The value, or the number of the class.</param>
/// <param name="Value">The value, or the number of the class, that was predicted.</param>
sealed record Prediction(string Id, double? Time, string Output, float Target, float Value);
