using System.Runtime.CompilerServices;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>How a <see cref="CrossValidation"/> trains, how often, and what it scores.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How each network is trained; its seed is that of the run.</summary>
    /// <value>Default: the defaults of <see cref="TrainerOptions"/>. Checkpoints are of one training, so there can be none.</value>
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
    /// <value>Default: null, every sequence stands alone.</value>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Whether each network sees features, and learns target values, with mean 0 and deviation 1 as measured on the training part
    /// of its run.</summary>
    /// <value>Default: true.</value>
    public bool Standardize { get; init; } = true;

    /// <summary>The one number that an evaluation comes to.</summary>
    /// <value>Default: the accuracy where targets are classes, otherwise the loss.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<Evaluation, double> Score
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = evaluation => evaluation.Accuracy ?? evaluation.Loss;

    /// <summary>Whether it is the same object: options hold functions and are not compared by what they hold.</summary>
    /// <param name="other">Other options, or null.</param>
    public bool Equals(CrossValidationOptions? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All options, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
