using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Runs whole sequences forward and remembers, then goes back with a gradient of the outputs that comes from outside.</summary>
/// <remarks>
/// <para>It is the door for losses of one's own over whole sequences, for reinforcement learning, and for networks that stand before or
/// behind this one. Losses that compare step by step with targets have <c>BackpropagationThroughTime</c>.</para>
/// <para>Gradients are those of a sum over all sequences and steps: who wants a mean divides. The same sequences give the same bits on any
/// number of threads. Memory grows with the steps of all sequences together, unless activations are checkpointed. A tape is used by one
/// thread at a time, and between <see cref="Forward"/> and <see cref="Backward"/> nobody writes to the parameters.</para>
/// </remarks>
/// <example>
/// <code>
/// var tape = new GradientTape(network) { ReadsLogits = true };
/// var logits = tape.Forward(episodes);                                    // [time x actions] each
/// var slopes = logits.Select((of, index) => PolicyGradient(of, rewards[index])).ToArray();
/// tape.Backward(slopes, gradients);
/// optimizer.Step(gradients);
/// </code>
/// </example>
public sealed class GradientTape
{
    readonly LiquidNetwork network;
    readonly ShardTeam team;
    readonly ShardGradients shardGradients;
    readonly BatchPlan plan = new();
    readonly List<(ShardWorker Worker, int Lanes)> workers = [];

    SequenceSet? set;
    bool isComplete;
    bool knowsGradients;
    bool knowsInputs;
    int isInUse;

    /// <summary>Creates a tape for a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">How many threads work; 0 for one per processor. It never changes a result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public GradientTape(LiquidNetwork network, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        this.network = network;
        team = new ShardTeam(threads);
        shardGradients = new ShardGradients(network.Parameters);
    }

    /// <summary>Whether outputs are logits, before the readout's activation; otherwise predictions.</summary>
    /// <value>Default: false.</value>
    public bool ReadsLogits { get; init; }

    /// <summary>Whether only states are kept, and everything else is computed again on the way back: less memory, the same bits.</summary>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Runs sequences forward and remembers what the way back needs, until the next call.</summary>
    /// <param name="sequences">Sequences [time x InputSize] of any lengths; at least one.</param>
    /// <param name="initialStates">The state before the first step of each [sequences x StateSize]; null for zero.</param>
    /// <param name="dropoutSeed">Seed of the random numbers that dropout takes, another one for each pass; null switches it off.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">There is no sequence, sizes do not fit, or a number given is not finite.</exception>
    /// <exception cref="ArithmeticException">An output is not finite; the message names sequence and step.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the tape.</exception>
    public Matrix<float>[] Forward(IReadOnlyList<Sequence> sequences, Matrix<float>? initialStates = null, int? dropoutSeed = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0)
            throw new ArgumentException("There is no sequence to run.", nameof(sequences));
        var given = network.SetOf(sequences);
        var states = network.CheckedStates(initialStates, given.Count);
        var outputs = sequences.Select(sequence => new float[checked(sequence.Length * network.OutputSize)]).ToArray();
        Alone(() =>
        {
            (set, isComplete, knowsGradients, knowsInputs) = (given, false, false, false);
            plan.Take(given);
            ReserveWorkers();
            network.Model.ApplyConstraints();
            team.Run(plan.Shards, shard => RunForward(shard, states, (uint?)dropoutSeed, outputs));
            isComplete = true;
        });
        return network.Matrices(outputs);
    }

    /// <summary>Goes back through the sequences of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">For each sequence, the gradient by the output after every step [time x OutputSize].</param>
    /// <param name="gradients">What the gradients of the parameters are added to; belongs to the network's parameters.</param>
    /// <param name="withInputs">Whether the gradients by inputs and timespans are found too.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or the gradients belong to other parameters.</exception>
    /// <exception cref="InvalidOperationException">Nothing was run forward, or another thread is using the tape.</exception>
    public void Backward(IReadOnlyList<Matrix<float>> outputGradients, GradientSet gradients, bool withInputs = false)
    {
        ArgumentNullException.ThrowIfNull(outputGradients);
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, network.Parameters))
            throw new ArgumentException("The gradients belong to other parameters than this network's.", nameof(gradients));
        Alone(() =>
        {
            var slopes = Checked(outputGradients);
            shardGradients.Begin(plan.Shards);
            team.Run(shardGradients.Groups, group =>
            {
                var ofGroup = shardGradients.Cleared(group);
                for (var shard = shardGradients.FirstOf(group); shard < shardGradients.FirstOf(group + 1); shard++)
                    workers[shard].Worker.Tape.Reverse(new GivenGradient(workers[shard].Worker.Input, slopes), ofGroup, withInputs);
            });
            shardGradients.AddTo(gradients);
            (knowsGradients, knowsInputs) = (true, withInputs);
        });
    }

    /// <summary>The gradient by the inputs of a sequence [time x InputSize], after a <see cref="Backward"/> that finds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The gradient is not known.</exception>
    public Matrix<float> InputGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsInputs);
        var (length, size) = (worker.Input.LengthOf(lane), network.InputSize);
        return Matrix<float>.Build.Dense(
            length, size, (step, row) => worker.InputGradient(step, row, lane)
                + (IsBidirectional ? worker.InputGradient(length - 1 - step, size + row, lane) : 0));
    }

    /// <summary>The gradient by the timespans of a sequence [time], after a <see cref="Backward"/> that finds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The gradient is not known.</exception>
    public float[] TimespanGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsInputs);
        return [.. Enumerable.Range(0, worker.Input.LengthOf(lane))
            .Select(step => worker.Tape.TimespanGradient(step)[lane] + Backward(step))];

        float Backward(int step) =>
            IsBidirectional ? worker.InputGradient(worker.Input.BackwardTimespan(lane, step), 2 * network.InputSize, lane) : 0;
    }

    /// <summary>The gradient by the initial state of a sequence [StateSize], after <see cref="Backward"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">Nothing was run back.</exception>
    public float[] InitialStateGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsGradients);
        return [.. Enumerable.Range(0, network.Cell.StateSize)
            .Select(row => worker.Tape.InitialStateGradient[row * worker.Input.Lanes + lane])];
    }

    /// <summary>Network, and how many sequences the tape remembers.</summary>
    public override string ToString() => $"GradientTape: {network.Cell} -> {network.Readout}, {Counted.Of(set?.Count ?? 0, "sequence")}";

    bool IsBidirectional => network.Model.IsBidirectional;

    void RunForward(int shard, float[]? states, uint? dropoutSeed, float[][] outputs)
    {
        var (worker, _) = workers[shard];
        var (input, tape) = (worker.Input, worker.Load(set!, plan.SamplesOf(shard)));
        tape.Begin(input, CheckpointActivations ? TapeMemory.States : TapeMemory.Everything);
        tape.Dropout = dropoutSeed is { } seed ? new DropoutKey(seed, 0, plan.FirstOf(shard)) : null;
        SequenceRun.CopyIn(states, input, tape.InitialState);
        tape.Forward(input, worker.CollectInto(outputs, takesLast: false));
    }

    /// <summary>Every shard has a worker of its own, which remembers it until the next call.</summary>
    void ReserveWorkers()
    {
        for (var shard = 0; shard < plan.Shards; shard++)
        {
            var lanes = plan.LanesOf(shard);
            if (shard == workers.Count)
                workers.Add(default);
            if (workers[shard].Lanes != lanes)
            {
                var output = ReadsLogits ? network.Model.Logits : network.Model.Predictions;
                workers[shard] = (new ShardWorker(network.Model, output, lanes), lanes);
            }
        }
    }

    Matrix<float>[] Checked(IReadOnlyList<Matrix<float>> outputGradients)
    {
        if (set is null || !isComplete)
            throw new InvalidOperationException("Nothing was run forward: call Forward before Backward.");
        if (outputGradients.Count != set.Count)
        {
            throw new ArgumentException(
                $"The tape ran {Counted.Of(set.Count, "sequence")} but got {Counted.Of(outputGradients.Count, "gradient")}.",
                nameof(outputGradients));
        }

        for (var index = 0; index < set.Count; index++)
        {
            var (rows, columns) = (outputGradients[index].RowCount, outputGradients[index].ColumnCount);
            if (rows != set.LengthOf(index) || columns != network.OutputSize)
            {
                throw new ArgumentException(
                    $"The gradient of sequence {index} is [{rows} x {columns}]; expected [{set.LengthOf(index)} x {network.OutputSize}].",
                    nameof(outputGradients));
            }

            if (outputGradients[index].Exists(value => !float.IsFinite(value)))
                throw new ArgumentException($"The gradient of sequence {index} is not finite.", nameof(outputGradients));
        }

        return [.. outputGradients];
    }

    (ShardWorker Worker, int Lane) Find(int sequence, bool isKnown)
    {
        if (!isKnown)
            throw new InvalidOperationException("This gradient is not known: call Backward, for inputs and timespans with withInputs.");
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, set!.Count);
        var shard = 0;
        while (!plan.SamplesOf(shard).Contains(sequence))
            shard++;
        return (workers[shard].Worker, plan.SamplesOf(shard).IndexOf(sequence));
    }

    void Alone(Action work)
    {
        if (Interlocked.Exchange(ref isInUse, 1) != 0)
            throw new InvalidOperationException("Another thread is using this tape: give each thread one of its own.");
        try
        {
            work();
        }
        finally
        {
            Volatile.Write(ref isInUse, 0);
        }
    }

    /// <summary>Gradients of outputs [time x OutputSize] that were given for every sequence.</summary>
    sealed class GivenGradient(ShardInput input, Matrix<float>[] ofSequences) : IShardLoss
    {
        public bool Scores(int step) => true;

        public void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient)
        {
            gradient.Clear();
            for (var at = 0; at < gradient.Length; at++)
            {
                var (row, lane) = (at / input.Lanes, at % input.Lanes);
                if (lane < input.Count && step < input.LengthOf(lane))
                    gradient[at] = ofSequences[input.SampleOf(lane)].At(step, row);
            }
        }
    }
}
