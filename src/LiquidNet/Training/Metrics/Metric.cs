using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>A figure of an <see cref="Evaluation"/> by which epochs are compared: <see cref="TrainerOptions.Metric"/>.</summary>
/// <remarks>A custom metric overrides the three abstract members.</remarks>
public abstract class Metric
{
    /// <summary>The mean loss; lower is better.</summary>
    public static Metric Loss { get; } = Lower("loss", (_, _) => true, evaluation => evaluation.Loss);

    /// <summary>The share of correct predictions, for classes; higher is better.</summary>
    public static Metric Accuracy { get; } = Higher("accuracy", Classes, evaluation => evaluation.Accuracy);

    /// <summary>The mean recall of the classes, for rare classes; higher is better: <see cref="Evaluation.BalancedAccuracy"/>.</summary>
    public static Metric BalancedAccuracy { get; } = Higher("balanced accuracy", Classes, evaluation => evaluation.BalancedAccuracy);

    /// <summary>The mean F1 score of the classes; higher is better: <see cref="Evaluation.MacroF1"/>.</summary>
    public static Metric MacroF1 { get; } = Higher("macro F1", Classes, evaluation => evaluation.MacroF1);

    /// <summary>The area under the ROC curve, for two classes; higher is better: <see cref="Evaluation.RocAuc"/>.</summary>
    public static Metric RocAuc { get; } = Area("ROC AUC", evaluation => evaluation.RocAuc);

    /// <summary>The area under the precision-recall curve, for two classes; higher is better:
    /// <see cref="Evaluation.AveragePrecision"/>.</summary>
    public static Metric AveragePrecision { get; } = Area("average precision", evaluation => evaluation.AveragePrecision);

    /// <summary>The mean squared error in the unit of the target values, whatever the loss; for values, lower is better:
    /// <see cref="Evaluation.MeanSquaredError"/>.</summary>
    public static Metric MeanSquaredError { get; } = Lower("mean squared error", Values, evaluation => evaluation.MeanSquaredError);

    /// <summary>The mean absolute error in the unit of the target values, whatever the loss; for values, lower is better:
    /// <see cref="Evaluation.MeanAbsoluteError"/>.</summary>
    public static Metric MeanAbsoluteError { get; } = Lower("mean absolute error", Values, evaluation => evaluation.MeanAbsoluteError);

    /// <summary>The mean pinball loss in the unit of the target values, for quantiles; lower is better:
    /// <see cref="Evaluation.PinballLoss"/>.</summary>
    public static Metric PinballLoss { get; } = Lower("pinball loss", Quantiles, evaluation => evaluation.PinballLoss);

    /// <summary>The name. A checkpoint is resumed only by a training whose metric has the same name.</summary>
    public abstract string Name { get; }

    /// <summary>Whether higher values are better.</summary>
    public abstract bool IsHigherBetter { get; }

    /// <summary>Reads the figure from an evaluation.</summary>
    /// <param name="evaluation">An evaluation of a validation set.</param>
    /// <returns>The figure, or null if there is none; an epoch without one is never the best, and early stopping does not count
    /// it.</returns>
    public abstract double? Of(Evaluation evaluation);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    /// <summary>The figure, turned so that lower is better; not a number where there is none.</summary>
    internal double CostOf(Evaluation evaluation) => Read(evaluation) is { } value ? IsHigherBetter ? -value : value : double.NaN;

    /// <summary>The figure; one of one's own that asks for what the evaluation does not have is refused by its name.</summary>
    internal double? Read(Evaluation evaluation) => FigureReading.Of(evaluation, Of, $"Metric '{Name}'", "options");

    /// <summary>Whether a network whose outputs are compared by a loss can have the figure.</summary>
    internal virtual bool Fits(Loss loss, LiquidNetwork network) => true;

    /// <summary>Whether there is the figure on a validation set, which its targets and the weights of
    /// their classes decide.</summary>
    internal virtual bool IsDefinedOn(SequenceSet validation, Loss loss) => true;

    static bool Classes(Loss loss, LiquidNetwork network) => loss.UsesLabels;

    static bool TwoClasses(Loss loss, LiquidNetwork network) => loss.UsesLabels && network.OutputSize == 2;

    static bool Values(Loss loss, LiquidNetwork network) =>
        !loss.UsesLabels && Measures.QuantilesOf(loss, network) is var quantiles && (quantiles.Count == 0 || quantiles.Contains(0.5f));

    static bool Quantiles(Loss loss, LiquidNetwork network) => Measures.QuantilesOf(loss, network).Count > 0;

    static Known Higher(string name, Func<Loss, LiquidNetwork, bool> fits, Func<Evaluation, double?> read) => new(name, true, fits, read);

    static Known Area(string name, Func<Evaluation, double?> read) => new(name, true, TwoClasses, read) { NeedsSeveralClasses = true };

    static Known Lower(string name, Func<Loss, LiquidNetwork, bool> fits, Func<Evaluation, double?> read) => new(name, false, fits, read);

    sealed class Known(string name, bool isHigherBetter, Func<Loss, LiquidNetwork, bool> fits, Func<Evaluation, double?> read) : Metric
    {
        public bool NeedsSeveralClasses { get; init; }

        public override string Name => name;

        public override bool IsHigherBetter => isHigherBetter;

        public override double? Of(Evaluation evaluation)
        {
            ArgumentNullException.ThrowIfNull(evaluation);
            return read(evaluation);
        }

        internal override bool Fits(Loss loss, LiquidNetwork network) => fits(loss, network);

        internal override bool IsDefinedOn(SequenceSet validation, Loss loss) =>
            !NeedsSeveralClasses || KnownTargets.HasSeveralClasses(validation, loss);
    }
}
