namespace LiquidNet.Import.Torch;

/// <summary>A tensor of a state dictionary: single precision, row-major, without gaps.</summary>
/// <param name="Key">What it is called in the dictionary.</param>
/// <param name="Shape">Sizes of the dimensions, slowest first.</param>
/// <param name="Values">The elements.</param>
sealed record StateTensor(string Key, long[] Shape, float[] Values);
