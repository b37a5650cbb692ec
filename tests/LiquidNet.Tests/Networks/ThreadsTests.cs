using System.Collections.Concurrent;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>How many threads work is the user's choice, and shows in no result.</summary>
public class ThreadsTests
{
    const int Sequences = 70, Features = 3;

    static readonly float[] Inputs = [.. Enumerable.Range(0, Sequences * Features).Select(at => MathF.Sin(at))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_gives_the_same_bits(int threads)
    {
        var set = new WatchedSet();
        Predict(threads).Should().BeEquivalentTo(Predict(0), it => it.WithStrictOrdering());
        Step(threads).Should().Equal(Step(threads: 0));
        Learn(threads).Should().Equal(Learn(threads: 0));

        Matrix<float>[] Predict(int count) => WithThreads(count).Forward(set);
    }

    [Fact]
    public void With_one_thread_the_caller_does_all_the_work()
    {
        var set = new WatchedSet();
        WithThreads(1).Standardized(Standardization.Fit(set)).Forward(set);
        set.Readers.Distinct().Should().Equal(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void A_negative_number_is_refused()
    {
        var network = WithThreads(0);
        network.Invoking(it => it.Threads = -1).Should().Throw<ArgumentOutOfRangeException>();
        new LiquidLayer(Features, 2).Invoking(it => it.Threads = -1).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StreamPool<int>(network) { Threads = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LearnerPool<int>(network) { Threads = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    static float[] Step(int threads)
    {
        var (pool, outputs) = (new StreamPool<int>(WithThreads(0)) { Threads = threads }, new float[Sequences]);
        pool.Refresh();
        pool.Step([.. Enumerable.Range(0, Sequences)], Inputs, Enumerable.Repeat(1f, Sequences).ToArray(), outputs);
        return outputs;
    }

    static float[] Learn(int threads)
    {
        var (pool, outputs) = (new LearnerPool<int>(WithThreads(0)) { Threads = threads }, new float[Sequences]);
        int[] keys = [.. Enumerable.Range(0, Sequences)];
        pool.Observe(keys, Inputs, Enumerable.Repeat(1f, Sequences).ToArray(), outputs);
        pool.Correct(keys, outputs.Select(value => value + 1).ToArray());
        pool.Observe(keys, Inputs, Enumerable.Repeat(1f, Sequences).ToArray(), outputs);
        return outputs;
    }

    static LiquidNetwork WithThreads(int threads)
    {
        var network = LiquidNetwork.Regressor(new CfcCell(Features, 8, seed: 1), outputs: 1, seed: 1);
        network.Threads = threads;
        return network;
    }

    /// <summary>Remembers which threads read it.</summary>
    sealed class WatchedSet : SequenceSet
    {
        public ConcurrentBag<int> Readers { get; } = [];

        public override int Count => Sequences;

        public override int Features => ThreadsTests.Features;

        public override int LengthOf(int index) => 5;

        public override TargetKind TargetKind => TargetKind.None;

        public override void ReadStep(int index, int step, Span<float> features)
        {
            Readers.Add(Environment.CurrentManagedThreadId);
            for (var feature = 0; feature < features.Length; feature++)
                features[feature] = MathF.Sin(index + step + feature);
        }
    }
}
