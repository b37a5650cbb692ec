using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Remembers the parameters of the epoch that did best.</summary>
sealed class BestEpoch(ParameterSet parameters)
{
    readonly ParameterSnapshot snapshot = new(parameters);
    double lowest = double.PositiveInfinity;

    /// <summary>Keeps the present parameters if their loss is the lowest so far.</summary>
    public void Offer(double validationLoss)
    {
        if (!(validationLoss < lowest))
            return;
        lowest = validationLoss;
        snapshot.Take();
    }

    /// <summary>Puts the kept parameters back, if there are any.</summary>
    public void Restore()
    {
        if (lowest < double.PositiveInfinity)
            snapshot.Restore();
    }
}
