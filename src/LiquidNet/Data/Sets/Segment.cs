namespace LiquidNet.Data.Sets;

/// <summary>Steps of a series that follow each other.</summary>
/// <param name="Series">The series, by index.</param>
/// <param name="Start">The first of the steps.</param>
/// <param name="Length">How many they are, at least 1.</param>
/// <param name="WarmUp">How many of them, from the first on, are read without their targets.</param>
readonly record struct Segment(int Series, int Start, int Length, int WarmUp = 0);
