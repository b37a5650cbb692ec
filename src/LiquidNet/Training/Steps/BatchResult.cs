namespace LiquidNet.Training;

/// <summary>The loss and the accuracy of one batch.</summary>
public readonly struct BatchResult
{
    internal BatchResult(double loss, double weight, int? correct, int count)
    {
        Loss = loss;
        Weight = weight;
        Correct = correct;
        Count = count;
    }

    /// <summary>The weighted mean loss over all outputs with a target; zero if there is none.</summary>
    public double Loss { get; }

    /// <summary>The sum of all weights, which the mean was divided by; equal to <see cref="Count"/> if nothing is weighted.</summary>
    public double Weight { get; }

    /// <summary>How many predictions were correct; null if targets are values.</summary>
    public int? Correct { get; }

    /// <summary>How many predictions had a target: steps, or sequences if the target is that of the whole.</summary>
    public int Count { get; }

    /// <summary>The share of correct predictions, 0 to 1; null if targets are values or missing.</summary>
    public double? Accuracy => Evaluation.Share(Correct, Count);

    /// <summary>For example <c>loss 1.4142, accuracy 48.73 %</c>.</summary>
    public override string ToString() => Evaluation.Summary(Loss, Accuracy);
}
