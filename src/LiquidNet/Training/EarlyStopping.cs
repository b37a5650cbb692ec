using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>Ends training when <see cref="TrainerOptions.Metric"/>, by default the validation loss, has not improved for some
/// epochs.</summary>
public sealed record EarlyStopping
{
    /// <summary>Creates the criterion.</summary>
    /// <param name="patience">How many epochs in a row may pass without an improvement before training ends; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is below 1.</exception>
    public EarlyStopping(int patience) => Patience = patience;

    /// <summary>How many epochs in a row may pass without an improvement before training ends.</summary>
    /// <value>At least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Patience
    {
        get;
        init => field = Require.AtLeast(value, 1, "The patience", "it is a number of epochs", nameof(value));
    }

    /// <summary>By how much the metric must be better than at the last improvement to count as another one.</summary>
    /// <value>Zero or more, and finite. Default: 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MinImprovement { get; init => field = Require.NotNegative(value, "The least improvement"); }

    /// <summary>Name and options, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Whether training ends after these epochs.</summary>
    internal bool EndsAfter(IReadOnlyList<EpochReport> epochs, Metric metric)
    {
        var (lowest, best, compared) = (double.PositiveInfinity, 0, 0);
        for (var epoch = 0; epoch < epochs.Count; epoch++)
        {
            var cost = metric.CostOf(epochs[epoch].Validation!);
            if (double.IsNaN(cost))
                continue;
            compared++;
            if (cost < lowest - MinImprovement)
                (lowest, best) = (cost, compared);
        }

        return compared - best >= Patience;
    }
}
