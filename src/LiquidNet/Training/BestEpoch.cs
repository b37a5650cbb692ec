using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Keeps the parameters of the epoch that did best on the validation set.</summary>
sealed class BestEpoch(ParameterSet parameters)
{
    readonly ParameterSnapshot snapshot = new(parameters);

    /// <summary>The epoch whose parameters are kept, counted from 1; null while there is none.</summary>
    public int? Epoch { get; private set; }

    /// <summary>What it had, of which less is better: its validation loss, or what a metric has instead.</summary>
    public double Cost { get; private set; } = double.PositiveInfinity;

    /// <summary>The kept values of the parameter at a position.</summary>
    public float[] ValuesOf(int index) => snapshot.ValuesOf(index);

    /// <summary>Keeps the present parameters if their cost is the lowest so far.</summary>
    public void Offer(int epoch, double cost)
    {
        if (!(cost < Cost))
            return;
        Cost = cost;
        Epoch = epoch;
        snapshot.Take();
    }

    /// <summary>Takes over what was kept in an earlier run.</summary>
    public void Resume(int? epoch, double cost, float[][] values)
    {
        (Epoch, Cost) = (epoch, cost);
        for (var index = 0; index < values.Length; index++)
            values[index].CopyTo(snapshot.ValuesOf(index), 0);
    }

    /// <summary>Puts the kept parameters back, if there are any.</summary>
    public void Restore()
    {
        if (Epoch is not null)
            snapshot.Restore();
    }
}
