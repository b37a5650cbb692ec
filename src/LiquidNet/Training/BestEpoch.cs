using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Keeps the parameters of the epoch with the lowest validation loss.</summary>
sealed class BestEpoch(ParameterSet parameters)
{
    readonly ParameterSnapshot snapshot = new(parameters);
    double lowest = double.PositiveInfinity;

    /// <summary>The epoch whose parameters are kept, counted from 1; null while there is none.</summary>
    public int? Epoch { get; private set; }

    /// <summary>Keeps the present parameters if their loss is the lowest so far.</summary>
    public void Offer(int epoch, double validationLoss)
    {
        if (!(validationLoss < lowest))
            return;
        lowest = validationLoss;
        Epoch = epoch;
        snapshot.Take();
    }

    /// <summary>Puts the kept parameters back, if there are any.</summary>
    public void Restore()
    {
        if (Epoch is not null)
            snapshot.Restore();
    }
}
