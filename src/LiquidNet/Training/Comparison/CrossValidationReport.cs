namespace LiquidNet.Training;

/// <summary>How a cross-validation is going.</summary>
/// <param name="Run">The run, counted from 1.</param>
/// <param name="Runs">How many runs there will be.</param>
/// <param name="Epoch">The report at the end of an epoch of the run.</param>
public sealed record CrossValidationReport(int Run, int Runs, EpochReport Epoch)
{
    /// <summary>The share of the work done, 0 to 1, if no training ends early.</summary>
    public double Fraction => (Run - 1 + (double)Epoch.Epoch / Epoch.Epochs) / Runs;

    /// <summary>For example <c>run 2/5, epoch 3/10, batch 4/4: loss 1.4142, accuracy 48.73 %</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"run {Run}/{Runs}, {Epoch}");
}
