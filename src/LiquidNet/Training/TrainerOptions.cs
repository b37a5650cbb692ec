using System.Runtime.CompilerServices;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>How many times training passes over the whole set, unless it ends early.</summary>
    /// <value>At least 1. Default: 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs { get; init => field = AtLeastOne(value, "epochs"); } = 10;

    /// <summary>The number of sequences per step; the last batch of an epoch has the rest.</summary>
    /// <remarks>
    /// A batch is processed in shards of up to 16 sequences, whose gradients are added up. Whatever its size, it takes memory for one shard
    /// per thread and for up to 64 gradients. So there is no need to accumulate gradients over several batches: use a larger batch.
    /// </remarks>
    /// <value>At least 1. Default: 32, small enough for the noise of its gradients to help generalisation and large enough to keep two
    /// cores busy.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = AtLeastOne(value, "sequences in a batch"); } = 32;

    /// <summary>Whether the set is shuffled anew in each epoch.</summary>
    /// <value>Default: true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether batches are made of sequences of similar length, so that short ones need not wait for long ones: as many steps per
    /// second as with equal lengths, for batches that are a little less random.</summary>
    /// <remarks>Every 32 batches of an epoch are sorted by length, cut into batches, and taken in random order, even if
    /// <see cref="Shuffle"/> is false; the option of the same name in the Transformers library does the same. Evaluation always groups by
    /// length.</remarks>
    /// <value>Default: false. Worth it if lengths differ much; but if length depends on the class, batches will too.</value>
    public bool GroupByLength { get; init; }

    /// <summary>Seed of the order of the sequences and of dropout: same seed, same bits.</summary>
    /// <value>Default: 0.</value>
    public int Seed { get; init; }

    /// <summary>The optimiser.</summary>
    /// <value>Default: <see cref="Adam"/> with its own defaults, which needs the least tuning.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new Adam();

    /// <summary>The loss.</summary>
    /// <value>Default: null, which chooses by <see cref="Readout.OutputKind"/>: <see cref="SoftmaxCrossEntropy"/> for classes,
    /// <see cref="BinaryCrossEntropy"/> for probabilities, and for values <see cref="MeanSquaredError"/>, or
    /// <see cref="QuantileLoss"/> where the network has <see cref="LiquidNetwork.Quantiles"/>.</value>
    public Loss? Loss { get; init; }

    /// <summary>Gradient clipping, which keeps a single steep batch from throwing parameters far off.</summary>
    /// <value>Default: null, no clipping.</value>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the learning rate changes during training.</summary>
    /// <value>Default: <see cref="LearningRateSchedule.Constant"/>.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public LearningRateSchedule Schedule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LearningRateSchedule.Constant;

    /// <summary>The decay per step of an exponential moving average of all parameters. The average is what is validated, kept as the best
    /// epoch, and left in the network at the end.</summary>
    /// <remarks>While the learning rate is high, the average performs better than the parameters of any single step and varies less. Polyak
    /// and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; exponential as in PyTorch's <c>get_ema_avg_fn</c>, with
    /// a smaller decay in the first steps.</remarks>
    /// <value>At least 0 and below 1. Default: null, no average. 0.999 is usual; it averages about the last thousand steps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float? EmaDecay { get; init => field = value is { } decay ? Require.Share(decay, "The decay of the average") : null; }

    /// <summary>The validation set, on which the network is evaluated after every epoch.</summary>
    /// <value>Default: null, no evaluation.</value>
    public SequenceSet? Validation { get; init; }

    /// <summary>The metric that decides which epoch is the best, for <see cref="RestoreBest"/>, <see cref="EarlyStopping"/> and
    /// <see cref="TrainingHistory.Best"/>.</summary>
    /// <value>Default: <see cref="Metric.Loss"/>, which is smooth, whereas an accuracy changes in steps.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Metric Metric { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Metric.Loss;

    /// <summary>
    /// Whether the parameters of the best epoch are restored at the end, even if training is cancelled or ends with an exception; requires
    /// <see cref="Validation"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool RestoreBest { get; init; }

    /// <summary>When to end training before the last epoch; requires <see cref="Validation"/>.</summary>
    /// <value>Default: null, which trains for all epochs. Unless <see cref="RestoreBest"/> is set, the parameters are those of the last
    /// epoch.</value>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>How many threads to use. Results are the same bits for any number.</summary>
    /// <value>Zero or more. Default: 0, one per processor.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init => field = Require.AtLeast(value, 0, "The number of threads", "zero is one per processor", nameof(value));
    }

    /// <summary>
    /// Truncated backpropagation: the number of time steps that gradients go back. Longer sequences are cut into pieces of this length,
    /// with an update after each; the state is carried from piece to piece. For series too long to keep all their steps in memory.
    /// </summary>
    /// <remarks>A target after the last step affects the last piece only. Schedules count epochs, not pieces.</remarks>
    /// <value>At least 1. Default: null, gradients go back to the first step.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? TruncationSteps { get; init => field = value is { } steps ? AtLeastOne(steps, "steps between cuts") : null; }

    /// <summary>Whether only states are kept and everything else is computed again on the way back: less memory for long sequences, about a
    /// third more time, the same bits.</summary>
    /// <remarks>For 64 sequences of 1,000 steps and 128 units on two threads, the peak memory of the whole process was measured at 152 MB
    /// for a CfC, 254 MB for an LSTM and 384 MB for an LTC of six unfolds; with this option at 69, 89 and 148 MB.</remarks>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Where training saves its progress, and from where it continues when it is started again.</summary>
    /// <value>Default: null, no checkpoints.</value>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>Whether both are the same object: options hold sets and are not compared by what they hold.</summary>
    /// <param name="other">Other options, or null.</param>
    public bool Equals(TrainerOptions? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All options, in the same format in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Whether epochs are compared, which only a validation set can do.</summary>
    internal bool NeedsValidation => RestoreBest || EarlyStopping is not null || Metric != Metric.Loss;

    static int AtLeastOne(int value, string what) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of {what} must be at least 1.");
}
