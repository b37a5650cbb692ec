using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Keeps the parameters of the epoch with the lowest validation loss.</summary>
sealed class BestEpoch(ParameterSet parameters)
{
    readonly ParameterSnapshot snapshot = new(parameters);
    /// <summary>The epoch whose parameters are kept, counted from 1; null while there is none.</summary>
    public int? Epoch { get; private set; }

    /// <summary>Its validation loss.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>The kept values of the parameter at a position.</summary>
    public float[] ValuesOf(int index) => snapshot.ValuesOf(index);

    /// <summary>Keeps the present parameters if their loss is the lowest so far.</summary>
    public void Offer(int epoch, double validationLoss)
    {
        if (!(validationLoss < Loss))
            return;
        Loss = validationLoss;
        Epoch = epoch;
        snapshot.Take();
    }

    /// <summary>Takes over what was kept in an earlier run.</summary>
    public void Resume(int epoch, double loss, float[][] values)
    {
        (Epoch, Loss) = (epoch, loss);
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
