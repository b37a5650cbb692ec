using System.Diagnostics;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>What threads may share, what streams share, and what is said when they share too much.</summary>
public class SharedUseTests
{
    /// <summary>A stream of this size takes a state of 128 bytes; everything else of it fits into this.</summary>
    const int MostBytesBesideTheState = 1024;

    /// <summary>Far longer than two threads need to meet.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void One_object_on_two_threads_refuses_or_is_right()
    {
        var network = LiquidNetwork.Classifier(new GruCell(3, 8, seed: 1), classes: 2);
        var sequences = Enumerable.Range(0, 64)
            .Select(index => new Sequence(Matrix<float>.Build.Random(3 + index % 4, 3, index)) { Label = index % 2 }).ToArray();
        var (set, batch) = (SequenceSet.Of(sequences), Enumerable.Range(0, 64).ToArray());
        var training = new BackpropagationThroughTime(network, new SoftmaxCrossEntropy(), threads: 1);
        var loss = training.Accumulate(set, batch, new GradientSet(network.Parameters)).Loss;
        ShouldRefuse(() => training.Accumulate(set, batch, new GradientSet(network.Parameters)).Loss.Should().Be(loss));

        var tape = new GradientTape(network, threads: 1);
        var expected = tape.Forward(sequences);
        ShouldRefuse(() => tape.Forward(sequences)[7].Equals(expected[7]).Should().BeTrue());

        var stream = network.OpenStream();
        ShouldRefuse(() =>
        {
            for (var step = 0; step < 200; step++)
                stream.Step([1, 2, 3]);
        });
    }

    [Fact]
    public void One_trainer_trains_on_one_thread_at_a_time()
    {
        var network = LiquidNetwork.Classifier(new GruCell(1, 4, seed: 1), classes: 2);
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, 1, 1f)) { Label = 1 }]);
        var trainer = new Trainer(network, new() { Epochs = 1 });
        var within = new Reporting(() => trainer.Fit(set));
        trainer.Invoking(it => it.Fit(set, within)).Should().Throw<InvalidOperationException>().WithMessage("Another thread is training*");
        trainer.Fit(set).Epochs.Should().ContainSingle("the trainer is free again");
    }

    [Fact]
    public void Trainers_and_networks_evaluate_on_several_threads_at_once()
    {
        var network = LiquidNetwork.Classifier(new GruCell(3, 8, seed: 1), classes: 2);
        var set = SequenceSet.Of(Enumerable.Range(0, 64)
            .Select(index => new Sequence(Matrix<float>.Build.Random(3 + index % 4, 3, index)) { Label = index % 2 }));
        var trainer = new Trainer(network);
        var (loss, classes) = (trainer.Evaluate(set).Loss, network.Classify(set));
        Parallel.For(0, 200, _ =>
        {
            trainer.Evaluate(set).Loss.Should().Be(loss);
            network.Classify(set).Should().Equal(classes);
        });
    }

    [Fact]
    public void Streams_on_different_threads_do_not_disturb_each_other()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(3, 8, seed: 1), outputs: 2, seed: 1);
        var expected = Outputs(network.OpenStream(), 0).ToArray();
        Parallel.For(0, 64, index =>
        {
            var stream = network.OpenStream();
            var outputs = Outputs(stream, index % 4).ToArray();
            if (index % 4 == 0)
                outputs.Should().Equal(expected);
        });

        static IEnumerable<float> Outputs(LiquidStream stream, int kind) =>
            Enumerable.Range(0, 100).Select(step => stream.Step([kind, step % 3, 1], 0.3f)[1]);
    }

    [Fact]
    public void A_stream_costs_its_state_and_little_more()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(20, 32), classes: 4);
        network.OpenStream().Step(new float[20]);
        var streams = new LiquidStream[1000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < streams.Length; index++)
            streams[index] = network.OpenStream();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / streams.Length;
        each.Should().BeLessThan(MostBytesBesideTheState + 32 * sizeof(float));
        streams[5].Step(new float[20]).Length.Should().Be(4);
    }

    [Fact]
    public void A_stream_keeps_its_parameters_until_it_is_refreshed_whatever_others_do()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(2, 4, seed: 1), outputs: 1, seed: 1);
        var (old, fresh) = (network.OpenStream(), network.OpenStream());
        var before = old.Step([1, 1])[0];
        network.Parameters["W_out"].Values.Fill(3);
        fresh.Refresh();
        var after = network.OpenStream().Step([1, 1])[0];
        fresh.Step([1, 1])[0].Should().Be(after).And.NotBe(before);
        old.Reset();
        old.Step([1, 1])[0].Should().Be(before);
        old.Refresh();
        old.Reset();
        old.Step([1, 1])[0].Should().Be(after);
        old.ToString().Should().Be("LiquidStream: CfC 2 -> 4 -> linear 1, state of 4 numbers");
    }

    [Fact]
    public void Values_written_by_hand_are_moved_into_their_constraint_by_every_run()
    {
        var x = new Sequence(Matrix<float>.Build.Random(5, 3, 1)) { Target = [1] };
        foreach (var run in (Action<LiquidNetwork>[])
        [
            network => network.Forward(x), network => network.OpenStream(), network => new GradientTape(network).Forward([x]),
            network => new Trainer(network).Evaluate(SequenceSet.Of([x])),
            network => new BackpropagationThroughTime(network, new MeanSquaredError())
                .Accumulate(SequenceSet.Of([x]), [0], new GradientSet(network.Parameters)),
        ])
        {
            var wired = new WiredCfcCell(3, new AutoNeuralCircuitPolicy(12, 3)) { Form = WiredCfcForm.Ncps };
            var network = LiquidNetwork.Regressor(wired, outputs: 1, seed: 2);
            var expected = network.Forward(x).ToRowMajorArray();
            var masked = wired.Parameters.Where(parameter => parameter.Projection is SparsityMask).ToArray();
            masked.Should().NotBeEmpty();
            foreach (var parameter in masked)
            {
                foreach (ref var value in parameter.Values)
                    value = value == 0 ? 0.3f : value;
            }

            run(network);
            foreach (var parameter in masked)
            {
                var allowed = parameter.Values.ToArray();
                parameter.Projection!.Apply(allowed);
                parameter.Values.ToArray().Should().Equal(allowed);
            }

            network.Forward(x).ToRowMajorArray().Should().Equal(expected);
        }
    }

    /// <summary>Runs on two threads: each call has to be right, or to be refused, and some have to be refused.</summary>
    sealed class Reporting(Action report) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => report();
    }

    /// <summary>Two threads use one object until they have met; until then, and then too, what they find has to be right.</summary>
    static void ShouldRefuse(Action work)
    {
        var refused = 0;
        var started = Stopwatch.StartNew();
        using var together = new Barrier(2);
        Task.WaitAll(Task.Factory.StartNew(Use, default, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Factory.StartNew(Use, default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        refused.Should().BePositive();

        void Use()
        {
            while (Volatile.Read(ref refused) == 0 && started.Elapsed < Patience)
            {
                together.SignalAndWait(Patience);
                try
                {
                    work();
                }
                catch (InvalidOperationException exception) when (exception.Message.StartsWith("Another thread", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refused);
                }
            }

            together.RemoveParticipant();
        }
    }
}
