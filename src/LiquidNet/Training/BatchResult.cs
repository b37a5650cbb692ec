namespace LiquidNet.Training;

/// <summary>What one batch, or a whole set, came to.</summary>
/// <param name="Loss">The mean loss over all judged outputs.</param>
/// <param name="Correct">For classes: how many judged outputs named the right one.</param>
/// <param name="Count">How many outputs had a truth to compare with.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count)
{
    /// <summary>The share of right answers, 0 to 1; meaningless where the truth is values.</summary>
    public double Accuracy => Count == 0 ? 0 : (double)Correct / Count;
}
