using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>How often the whole set is gone through.</summary>
    /// <value>At least 1. Default: 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs { get; init => field = AtLeastOne(value, "epochs"); } = 10;

    /// <summary>Sequences whose mean gradient makes one step; the last batch of an epoch takes what is left.</summary>
    /// <value>At least 1. Default: 32, which noise helps to generalise and which still fills two cores.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = AtLeastOne(value, "sequences in a batch"); } = 32;

    /// <summary>Whether each epoch goes through the set in an order of its own.</summary>
    /// <value>Default: true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>Fixes the order of the sequences and what dropout leaves out: same seed, same bits.</summary>
    /// <value>Default: 0.</value>
    public int Seed { get; init; }

    /// <summary>How parameters move along their gradients.</summary>
    /// <value>Default: <see cref="Adam"/> with its own defaults, which needs the least tuning.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new Adam();

    /// <summary>How wrong an answer is.</summary>
    /// <value>Default: null, which takes <see cref="SoftmaxCrossEntropy"/> for a <see cref="SoftmaxReadout"/> and
    /// <see cref="MeanSquaredError"/> for any other.</value>
    public Loss? Loss { get; init; }

    /// <summary>What keeps single steep batches from throwing parameters far away.</summary>
    /// <value>Default: null, no clipping.</value>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the learning rate changes in the course of training.</summary>
    /// <value>Default: <see cref="LearningRateSchedule.Constant"/>.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public LearningRateSchedule Schedule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LearningRateSchedule.Constant;

    /// <summary>Sequences that are not learned from, to evaluate after every epoch.</summary>
    /// <value>Default: null, no evaluation.</value>
    public SequenceSet? Validation { get; init; }

    /// <summary>
    /// Whether the parameters of the epoch with the lowest validation loss are put back at the end, also where training is cancelled;
    /// needs <see cref="Validation"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool RestoreBest { get; init; }

    /// <summary>How many threads work; it never changes a bit of a result.</summary>
    /// <value>Zero or more. Default: 0, one per processor.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "The number of threads must be zero (one per processor) or more.");
    }

    /// <summary>Whether values are computed again on the way back instead of kept: less memory for long sequences, about a third more
    /// time, the same bits.</summary>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    static int AtLeastOne(int value, string what) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of {what} must be at least 1.");
}
