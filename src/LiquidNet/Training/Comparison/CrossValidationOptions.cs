using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>How a <see cref="CrossValidation"/> trains, how often, and what it scores.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How each network is trained; its seed is that of the run.</summary>
    /// <value>Default: the defaults of <see cref="TrainerOptions"/>. Checkpoints are of one training, so there can be none. A
    /// <see cref="TrainerOptions.Validation"/> set holds nothing that is learned from or scored in any run.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">There are to be checkpoints.</exception>
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

    /// <summary>How many seeds: each makes networks, order of training and folds of its own.</summary>
    /// <value>At least 1. Default: 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Seeds
    {
        get;
        init => field = Require.AtLeast(value, 1, "The number of seeds", "a run needs one", nameof(value));
    } = 1;

    /// <summary>The first seed; the others count up from it.</summary>
    /// <value>Default: 0.</value>
    public int FirstSeed { get; init; }

    /// <summary>What belongs together, one entry per sequence: the patient, the machine, the series that a window is cut from.</summary>
    /// <value>Default: null, every sequence stands alone. Sequences that share steps, as overlapping <see cref="Data.SequenceWindows"/> do,
    /// have to be in one group: <c>windows.Ids</c>, as any set has <see cref="Data.SequenceSet.Ids"/>.</value>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>How much of the training part of each run is not learned from, but becomes the <see cref="TrainerOptions.Validation"/> of
    /// <see cref="Training"/>: what <see cref="TrainerOptions.Metric"/>, <see cref="TrainerOptions.RestoreBest"/> and
    /// <see cref="TrainerOptions.EarlyStopping"/> look at, while the test part is for <see cref="Score"/> alone.</summary>
    /// <remarks>Taken at random by the seed of the run: whole groups where there are <see cref="Groups"/>, otherwise the same share of
    /// every class where each sequence has one, rounded so that all together are the share.</remarks>
    /// <value>Between 0 and 1; 0.2 is usual. Default: null, all is learned from.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public double? ValidationShare
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "The validation share must be between 0 and 1: sequences are needed to learn from, and to validate.");
    }

    /// <summary>Whether each network sees features, and learns target values, with mean 0 and deviation 1 as measured on the training part
    /// of its run, without its validation part.</summary>
    /// <remarks>Target values stay as they are where the loss compares with probabilities or counts:
    /// <see cref="Loss.TargetRange"/>.</remarks>
    /// <value>Default: true. A network that a recipe has standardised by the training part it was given stays as it is.</value>
    public bool Standardize { get; init; } = true;

    /// <summary>The one number that an evaluation comes to.</summary>
    /// <value>Default: the accuracy where targets are classes, otherwise the loss, which standardised networks measure in deviations; in
    /// the unit of the targets are <see cref="Evaluation.MeanAbsoluteError"/> and <see cref="Evaluation.OutputErrors"/>. One that fails for
    /// want of a figure, such as an error of values where targets are classes, ends the run by an <see cref="ArgumentException"/> that says
    /// which figures there are not; an exception of its own goes through as it is.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<Evaluation, double> Score
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = AccuracyOrLoss;

    /// <summary>The seeds in their order.</summary>
    internal IEnumerable<int> AllSeeds => Enumerable.Range(0, Seeds).Select(seed => FirstSeed + seed);

    /// <summary>Whether it is the same object: options hold functions and are not compared by what they hold.</summary>
    /// <param name="other">Other options, or null.</param>
    public bool Equals(CrossValidationOptions? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All options, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Training = {Training}, Seeds = {Seeds}, FirstSeed = {FirstSeed}, ")
            .Append(CultureInfo.InvariantCulture, $"Groups = {Groups?.Distinct().Count()}, ValidationShare = {ValidationShare}, ")
            .Append(CultureInfo.InvariantCulture, $"Standardize = {Standardize}, ")
            .Append(Score == AccuracyOrLoss ? "Score = accuracy or loss" : "Score = its own");
        return true;
    }

    static double AccuracyOrLoss(Evaluation evaluation) => evaluation.Accuracy ?? evaluation.Loss;
}
