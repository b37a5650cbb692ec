namespace LiquidNet.Training;

/// <summary>One training of a cross-validation, and what it came to.</summary>
/// <param name="Seed">The seed of the network, of the order of training and, where there are folds, of these.</param>
/// <param name="TrainingCount">How many sequences were learned from.</param>
/// <param name="ValidationCount">How many sequences more the epoch was chosen by, of those kept by
/// <see cref="CrossValidationOptions.ValidationShare"/>; otherwise 0.</param>
/// <param name="TestCount">How many sequences were evaluated on.</param>
/// <param name="Evaluation">What the network did on them.</param>
/// <param name="Score">The one number that this is.</param>
public sealed record CrossValidationRun(
    int Seed, int TrainingCount, int ValidationCount, int TestCount, Evaluation Evaluation, double Score);
