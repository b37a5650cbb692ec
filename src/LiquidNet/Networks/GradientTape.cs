using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>Runs whole sequences forward, keeping what is needed, and then backpropagates a gradient of the outputs that the caller
/// computes.</summary>
/// <remarks>
/// <para>Meant for custom losses over whole sequences, for reinforcement learning, and for networks before or after this one. For losses
/// that compare each step with a target, use <c>BackpropagationThroughTime</c>.</para>
/// <para>Gradients are summed over all sequences and steps; for a mean, divide. The same sequences give the same bits on any number of
/// threads. Memory grows with the total number of steps, unless activations are checkpointed. Use a tape from one thread at a time, and do
/// not write to the parameters between <see cref="Forward"/> and <see cref="Backward"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var tape = new GradientTape(network) { ReturnLogits = true };
/// var logits = tape.Forward(episodes);                                    // [time x actions] each
/// var outputGradients = logits.Select((episode, index) => PolicyGradient(episode, rewards[index])).ToArray();
/// tape.Backward(outputGradients, gradients);
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
    SoleUse use;

    /// <summary>Creates a tape for a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">The number of threads; 0 for one per processor. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public GradientTape(LiquidNetwork network, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        this.network = network;
        team = new ShardTeam(threads);
        shardGradients = new ShardGradients(network.Parameters);
    }

    /// <summary>Whether outputs are logits, before the activation of the readout, rather than predictions.</summary>
    /// <value>Default: false.</value>
    public bool ReturnLogits { get; init; }

    /// <summary>Whether only the states are kept and everything else is computed again on the way back: less memory, more time, the same
    /// bits.</summary>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Runs sequences forward and keeps what <see cref="Backward"/> needs, until the next call.</summary>
    /// <param name="sequences">Sequences [time x InputSize] of any lengths; at least one.</param>
    /// <param name="initialStates">The state before the first step of each [sequences x StateSize]; null for zero.</param>
    /// <param name="dropoutSeed">Seed of the random numbers of dropout, which should differ from pass to pass; null switches dropout
    /// off.</param>
    /// <returns>For each sequence, the output after every step [time x OutputSize].</returns>
    /// <exception cref="ArgumentException">There is no sequence, sizes do not fit, or a value is not finite.</exception>
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
        using var turn = Begin();
        (set, isComplete, knowsGradients, knowsInputs) = (given, false, false, false);
        plan.Take(given);
        ReserveWorkers();
        network.Model.ApplyConstraints();
        team.Run(plan.Shards, shard => RunForward(shard, states, (uint?)dropoutSeed, outputs));
        isComplete = true;
        return network.Matrices(outputs);
    }

    /// <summary>Backpropagates through the sequences of the last <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">For each sequence, the gradient with respect to the output after every step
    /// [time x OutputSize].</param>
    /// <param name="gradients">The gradients of the network's parameters, to which those of this pass are added.</param>
    /// <param name="withInputs">Whether to compute the gradients with respect to inputs and timespans too. Default: false.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or the gradients belong to other parameters.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Forward"/> was not called before, or another thread is using the
    /// tape.</exception>
    public void Backward(IReadOnlyList<Matrix<float>> outputGradients, GradientSet gradients, bool withInputs = false)
    {
        ArgumentNullException.ThrowIfNull(outputGradients);
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, network.Parameters))
            throw new ArgumentException("The gradients belong to other parameters than this network's.", nameof(gradients));
        using var turn = Begin();
        var ofSequences = Checked(outputGradients);
        shardGradients.Begin(plan.Shards);
        team.Run(shardGradients.Groups, group =>
        {
            var ofGroup = shardGradients.Cleared(group);
            for (var shard = shardGradients.FirstOf(group); shard < shardGradients.FirstOf(group + 1); shard++)
                workers[shard].Worker.Tape.Reverse(new GivenGradient(workers[shard].Worker.Input, ofSequences), ofGroup, withInputs);
        });
        shardGradients.AddTo(gradients);
        (knowsGradients, knowsInputs) = (true, withInputs);
    }

    /// <summary>The gradient with respect to the inputs of a sequence [time x InputSize], after a <see cref="Backward"/> with
    /// inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The gradient was not computed.</exception>
    public Matrix<float> InputGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsInputs);
        var (length, size) = (worker.Input.LengthOf(lane), network.InputSize);
        return Matrix<float>.Build.Dense(
            length, size, (step, row) => worker.InputGradient(step, row, lane)
                + (IsBidirectional ? worker.InputGradient(length - 1 - step, size + row, lane) : 0));
    }

    /// <summary>The gradient with respect to the timespans of a sequence [time], after a <see cref="Backward"/> with inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException">The gradient was not computed.</exception>
    public float[] TimespanGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsInputs);
        return [.. Enumerable.Range(0, worker.Input.LengthOf(lane))
            .Select(step => worker.Tape.TimespanGradient(step)[lane] + Backward(step))];

        float Backward(int step) =>
            IsBidirectional ? worker.InputGradient(worker.Input.BackwardTimespan(lane, step), 2 * network.InputSize, lane) : 0;
    }

    /// <summary>The gradient with respect to the initial state of a sequence [StateSize], after <see cref="Backward"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Backward"/> was not called.</exception>
    public float[] InitialStateGradient(int sequence)
    {
        var (worker, lane) = Find(sequence, knowsGradients);
        return [.. Enumerable.Range(0, network.Cell.StateSize)
            .Select(row => worker.Tape.InitialStateGradient[row * worker.Input.Lanes + lane])];
    }

    /// <summary>The network, and the number of sequences on the tape.</summary>
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
                var output = ReturnLogits ? network.Model.Logits : network.Model.Predictions;
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
            ArgumentNullException.ThrowIfNull(outputGradients[index], nameof(outputGradients));
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

    SoleUse.Turn Begin() => use.Begin("Another thread is using this tape: give each thread one of its own.");

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
