using System.Runtime.CompilerServices;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>How often the whole set is gone through, unless training ends before.</summary>
    /// <value>At least 1. Default: 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs { get; init => field = AtLeastOne(value, "epochs"); } = 10;

    /// <summary>Sequences whose mean gradient makes one step; the last batch of an epoch takes what is left.</summary>
    /// <remarks>
    /// A batch is worked off in shards of up to 16 sequences whose gradients are added up, so it takes memory for as many shards as there
    /// are threads, whatever its size, and for up to 64 gradients: what others do by accumulating the gradients of several batches is a
    /// larger batch here.
    /// </remarks>
    /// <value>At least 1. Default: 32, which noise helps to generalise and which still fills two cores.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize { get; init => field = AtLeastOne(value, "sequences in a batch"); } = 32;

    /// <summary>Whether each epoch goes through the set in an order of its own.</summary>
    /// <value>Default: true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether sequences of about one length make a batch, which then waits for no longest one: as many steps a second as where
    /// all are of one length, for batches that are a little less random.</summary>
    /// <remarks>Each 32 batches of the epoch's order are sorted by length, cut, and gone through in random order, also where
    /// <see cref="Shuffle"/> is false. Called so, and done so, in the Transformers library. It does not change evaluation, which is always
    /// done so.</remarks>
    /// <value>Default: false. Worth it where lengths differ much; where length tells the class, batches would too.</value>
    public bool GroupByLength { get; init; }

    /// <summary>Fixes the order of the sequences and what dropout leaves out: same seed, same bits.</summary>
    /// <value>Default: 0.</value>
    public int Seed { get; init; }

    /// <summary>How parameters move along their gradients.</summary>
    /// <value>Default: <see cref="Adam"/> with its own defaults, which needs the least tuning.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new Adam();

    /// <summary>How wrong an output is.</summary>
    /// <value>Default: null, which takes <see cref="SoftmaxCrossEntropy"/> for classes, <see cref="BinaryCrossEntropy"/> for probabilities
    /// and <see cref="MeanSquaredError"/> for values, as the readout says: <see cref="Readout.OutputKind"/>.</value>
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

    /// <summary>How much a moving average of all parameters keeps from step to step; the average takes their place in validations, as the
    /// best epoch, and at the end.</summary>
    /// <remarks>It does better than the parameters of any one step where the learning rate stays high, and varies less. Polyak and
    /// Juditsky, "Acceleration of stochastic approximation by averaging", 1992; exponential as in PyTorch's <c>get_ema_avg_fn</c>, and
    /// with less kept in the first steps.</remarks>
    /// <value>At least 0 and below 1. Default: null, no average; 0.999 is usual, the last thousand steps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float? AverageDecay { get; init => field = value is { } decay ? Require.Share(decay, "The decay of the average") : null; }

    /// <summary>Sequences that are not learned from, to evaluate after every epoch.</summary>
    /// <value>Default: null, no evaluation.</value>
    public SequenceSet? Validation { get; init; }

    /// <summary>Which epoch is the best, for <see cref="RestoreBest"/>, <see cref="EarlyStopping"/> and
    /// <see cref="TrainingHistory.Best"/>.</summary>
    /// <value>Default: <see cref="Metric.Loss"/>, which changes with every parameter, where a share of right predictions moves in
    /// steps.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Metric Metric { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Metric.Loss;

    /// <summary>
    /// Whether the parameters of the best epoch are put back at the end, also where training is cancelled or ends by an exception; needs
    /// <see cref="Validation"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool RestoreBest { get; init; }

    /// <summary>When training ends before its last epoch; needs <see cref="Validation"/>.</summary>
    /// <value>Default: null, which trains for all epochs. The parameters are those of the last epoch unless <see cref="RestoreBest"/> is
    /// set.</value>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>How many threads work; it never changes a bit of a result.</summary>
    /// <value>Zero or more. Default: 0, one per processor.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init => field = Require.AtLeast(value, 0, "The number of threads", "zero is one per processor", nameof(value));
    }

    /// <summary>
    /// Steps through which gradients go back: longer sequences are cut into pieces of so many steps, each of which makes a step of
    /// training; the state goes on from piece to piece. For series too long to keep all their steps in memory.
    /// </summary>
    /// <remarks>A target after the last step teaches the last piece only. Schedules count epochs, not pieces.</remarks>
    /// <value>At least 1. Default: null, gradients go back to the first step.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? TruncationSteps { get; init => field = value is { } steps ? AtLeastOne(steps, "steps between cuts") : null; }

    /// <summary>Whether values are computed again on the way back instead of kept: less memory for long sequences, about a third more
    /// time, the same bits.</summary>
    /// <remarks>For 64 sequences of 1,000 steps and 128 units on two threads, the whole process takes at its peak 152 MB with a CfC, 254 MB
    /// with an LSTM and 384 MB with an LTC of six unfolds; 69, 89 and 148 MB where values are computed again (measured).</remarks>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Where training writes down how far it is, and goes on from when it is started again.</summary>
    /// <value>Default: null, nowhere.</value>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>Whether it is the same object: options hold sets and are not compared by what they hold.</summary>
    /// <param name="other">Other options, or null.</param>
    public bool Equals(TrainerOptions? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All options, the same in every culture.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);

    /// <summary>Whether epochs are compared, which only a validation set can do.</summary>
    internal bool NeedsValidation => RestoreBest || EarlyStopping is not null || Metric != Metric.Loss;

    static int AtLeastOne(int value, string what) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of {what} must be at least 1.");
}
