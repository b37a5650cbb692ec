namespace LiquidNet.Training;

/// <summary>One training of a cross-validation and its result.</summary>
/// <param name="Seed">The seed of the network, of the training order and of the folds, if there are any.</param>
/// <param name="TrainingCount">How many sequences were learned from.</param>
/// <param name="ValidationCount">How many further sequences were held out by <see cref="CrossValidationOptions.ValidationFraction"/> to
/// choose the epoch; otherwise 0.</param>
/// <param name="TestCount">How many sequences were used for the evaluation.</param>
/// <param name="Evaluation">The evaluation of the network on the test sequences.</param>
/// <param name="Score">The score of that evaluation.</param>
public sealed record CrossValidationRun(
    int Seed, int TrainingCount, int ValidationCount, int TestCount, Evaluation Evaluation, double Score)
{
    /// <summary>The counts and the score.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
