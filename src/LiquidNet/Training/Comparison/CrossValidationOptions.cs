using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>How a <see cref="CrossValidation"/> trains, how often, and what its score is.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How each network is trained; its seed is that of the run.</summary>
    /// <value>Default: the defaults of <see cref="TrainerOptions"/>. Checkpoints belong to a single training and cannot be used. A
    /// <see cref="TrainerOptions.Validation"/> set must not contain anything that is learned from or scored in any run.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">Checkpoints are set.</exception>
    public TrainerOptions Training
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Checkpoints is not null)
                throw new ArgumentException("Several trainings cannot share one checkpoint: leave Checkpoints.", nameof(value));
            field = value;
        }
    } = new();

    /// <summary>How many seeds; each has its own networks, training order and folds.</summary>
    /// <value>At least 1. Default: 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Seeds
    {
        get;
        init => field = Require.AtLeast(value, 1, "The number of seeds", "a run needs one", nameof(value));
    } = 1;

    /// <summary>The first seed; the others follow it.</summary>
    /// <value>Default: 0.</value>
    public int FirstSeed { get; init; }

    /// <summary>The group of each sequence, such as a patient, a machine, or the series that a window is cut from.</summary>
    /// <value>Default: null; sequences are independent. Sequences that share steps, as overlapping <see cref="Data.SequenceWindows"/> do,
    /// must be in the same group: <see cref="Data.SequenceSet.Ids"/> gives suitable groups.</value>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The share of the training part of each run that is held out as the <see cref="TrainerOptions.Validation"/> set of
    /// <see cref="Training"/>. <see cref="TrainerOptions.Metric"/>, <see cref="TrainerOptions.RestoreBest"/> and
    /// <see cref="TrainerOptions.EarlyStopping"/> use it; the test part is used for <see cref="Score"/> only.</summary>
    /// <remarks>Drawn at random from the seed of the run: whole groups if there are <see cref="Groups"/>; otherwise, if each sequence has a
    /// class, the same share of every class, rounded so that the total is right.</remarks>
    /// <value>Between 0 and 1; 0.2 is usual. Default: null, nothing is held out.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public double? ValidationFraction
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "The validation share must be between 0 and 1: sequences are needed to learn from, and to validate.");
    }

    /// <summary>Whether features and target values are standardised to mean 0 and deviation 1 over the training part of each run, without
    /// its validation part.</summary>
    /// <remarks>Target values are left alone if the loss compares with probabilities or counts: <see cref="Loss.TargetRange"/>.</remarks>
    /// <value>Default: true. A network that the recipe has standardised itself, by the training part it was given, is left as it
    /// is.</value>
    public bool Standardize { get; init; } = true;

    /// <summary>The score: a single number taken from an evaluation.</summary>
    /// <value>Default: the accuracy if targets are classes, otherwise the loss. The loss of a standardised network is in standard
    /// deviations; <see cref="Evaluation.MeanAbsoluteError"/> and <see cref="Evaluation.OutputErrors"/> are in the unit of the targets. A
    /// score that fails because the evaluation lacks a figure, such as an error of values where targets are classes, ends the run with an
    /// <see cref="ArgumentException"/> that says which figures are missing; any other exception of the function passes through.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<Evaluation, double> Score
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = AccuracyOrLoss;

    /// <summary>The seeds in their order.</summary>
    internal IEnumerable<int> AllSeeds => Enumerable.Range(0, Seeds).Select(seed => FirstSeed + seed);

    /// <summary>Whether both are the same object: options hold functions and are not compared by what they hold.</summary>
    /// <param name="other">Other options, or null.</param>
    public bool Equals(CrossValidationOptions? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All options, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Training = {Training}, Seeds = {Seeds}, FirstSeed = {FirstSeed}, ")
            .Append(CultureInfo.InvariantCulture, $"Groups = {Groups?.Distinct().Count()}, ValidationFraction = {ValidationFraction}, ")
            .Append(CultureInfo.InvariantCulture, $"Standardize = {Standardize}, ")
            .Append(Score == AccuracyOrLoss ? "Score = accuracy or loss" : "Score = its own");
        return true;
    }

    static double AccuracyOrLoss(Evaluation evaluation) => evaluation.Accuracy ?? evaluation.Loss;
}
