using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>Ends training when the validation loss has not become lower for some epochs.</summary>
public sealed record EarlyStopping
{
    /// <summary>Creates the criterion.</summary>
    /// <param name="patience">Epochs without a lower loss after which training ends; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is below 1.</exception>
    public EarlyStopping(int patience) => Patience = patience;

    /// <summary>Epochs without a lower validation loss after which training ends.</summary>
    /// <value>At least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Patience
    {
        get;
        init => field = Require.AtLeast(value, 1, "The patience", "it is a number of epochs", nameof(value));
    }

    /// <summary>By how much a loss must be lower than the lowest so far to count as lower.</summary>
    /// <value>Zero or more, and finite. Default: 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MinImprovement { get; init => field = Require.NotNegative(value, "The least improvement"); }

    /// <summary>The name and the options, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Whether training ends after these epochs.</summary>
    internal bool EndsAfter(IReadOnlyList<EpochReport> epochs)
    {
        var (lowest, best) = (double.PositiveInfinity, 0);
        for (var epoch = 0; epoch < epochs.Count; epoch++)
        {
            if (epochs[epoch].Validation!.Loss < lowest - MinImprovement)
                (lowest, best) = (epochs[epoch].Validation!.Loss, epoch);
        }

        return epochs.Count - 1 - best >= Patience;
    }
}
