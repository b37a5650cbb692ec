using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Storage;
using LiquidNet.Training;

namespace LiquidNet.Tests.Online;

/// <summary>A learner that was saved and loaded goes on as one that was not, bit for bit.</summary>
public sealed class LearnerFileTests : IDisposable
{
    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["immediate"] = network => new ImmediateDerivative(network),
        ["truncated"] = network => new TruncatedBackpropagation(network, window: 5, new Adam(0.01f)) { Clipping = null },
        ["real-time"] = network => new RealTimeRecurrentLearning(network, new Sgd(0.01f) { Momentum = 0.9f, Nesterov = true }),
        ["direct"] = network => new SnAp1(network, loss: new HuberLoss { Delta = 0.3f }) { Clipping = GradientClipping.ByValue(0.2f) },
        ["least squares"] = network => new RecursiveLeastSquares(network) { Forgetting = 0.99, InitialCovariance = 10, Interval = 2 },
        ["guarded"] = network => new RealTimeRecurrentLearning(network, new Sgd(0.5f) { Momentum = 0.5f })
        {
            Rollback = new(margin: 0, window: 4),
            Drift = new Adwin(),
            LearningRateFactor = 0.7f,
        },
        ["guarded least squares"] = network => new RecursiveLeastSquares(network)
        {
            Forgetting = 0.9,
            Rollback = new(margin: 0, window: 3),
            Drift = new PageHinkley { Threshold = 0.1 },
        },
    };

    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-learner-").FullName;

    public static TheoryData<string, string> RulesAndCells
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var rule in Rules.Keys)
            {
                foreach (var cell in (string[])["LTC, adaptive unfolds", "CfC, Default, Torch", "Riccati", "LTC over gaps, 3 unfolds"])
                    data.Add(rule, cell);
            }

            return data;
        }
    }

    string Path => System.IO.Path.Combine(folder, "learner.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(RulesAndCells))]
    public void A_loaded_learner_goes_on_to_the_bit(string rule, string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 30);
        var learner = Rules[rule](network);
        foreach (var saved in (int[])[0, 1, 13, 18])
        {
            learner.Save(Path);
            GoOn(learner, readings, 5).Should().Equal(GoOn(OnlineLearner.Load(Path), readings, 5), $"saved at {saved}");
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndCells))]
    public void A_target_may_come_after_loading(string rule, string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 30);
        var learner = Rules[rule](network);
        GoOn(learner, readings, 7);
        learner.Observe(readings.Inputs[8], readings.Timespans[8]);
        learner.Save(Path);
        var loaded = OnlineLearner.Load(Path);
        learner.Correct(readings.Targets[8]).Should().Be(loaded.Correct(readings.Targets[8]));
        GoOn(learner, readings, 9).Should().Equal(GoOn(loaded, readings, 9));
    }

    [Theory]
    [MemberData(nameof(RulesAndCells))]
    public void A_delayed_learner_keeps_the_readings_that_wait(string rule, string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 40);
        var learner = new DelayedLearner(Rules[rule](network), delay: 3);
        foreach (var first in (int[])[0, 2, 4, 20])
        {
            learner.Save(Path);
            var loaded = DelayedLearner.Load(Path);
            loaded.Delay.Should().Be(3);
            loaded.ToString().Should().Be(learner.ToString());
            GoOn(learner, readings, first).Should().Equal(GoOn(loaded, readings, first), $"saved at {first}");
        }
    }

    [Fact]
    public void A_monitor_finds_a_change_at_the_step_at_which_it_would_have_found_it()
    {
        foreach (var monitor in (DriftMonitor[])[new Adwin(), new PageHinkley()])
        {
            var learner = new ImmediateDerivative(OnlineContract.Network()) { LearningRateFactor = 0, Drift = monitor };
            Follow(learner, 103, target: 0.1f).Should().BeEmpty();
            learner.Save(Path);
            Follow(OnlineLearner.Load(Path), 200, target: 2).Should().Equal(Follow(learner, 200, target: 2)).And.NotBeEmpty();
        }

        // Steps at which a drift was told of.
        static List<int> Follow(OnlineLearner learner, int steps, float target)
        {
            var found = new List<int>();
            for (var step = 0; step < steps; step++)
            {
                var before = learner.Drifts;
                learner.Observe([0.1f * MathF.Sin(step), 0.3f]);
                learner.Correct([target]);
                if (learner.Drifts > before)
                    found.Add(step);
            }

            return found;
        }
    }

    [Fact]
    public void Every_setting_is_that_of_the_learner_that_was_saved()
    {
        Optimizer[] optimizers =
        [
            new Adam(0.02f) { Beta1 = 0.8f, Beta2 = 0.95f, Epsilon = 1e-5f, WeightDecay = 0.1f, DecoupledWeightDecay = false },
            new RmsProp(0.03f) { Decay = 0.7f, Epsilon = 1e-4f }, new Sgd(0.04f) { Momentum = 0.5f, Nesterov = true, WeightDecay = 0.2f },
        ];
        DriftMonitor[] monitors =
            [new Adwin { Delta = 0.01 }, new PageHinkley { Threshold = 7, Tolerance = 0.2, MinCount = 11 }, new Adwin { Delta = 0.3 }];
        GradientClipping?[] clippings = [null, GradientClipping.ByNorm(3), GradientClipping.ByValue(0.2f)];
        Loss[] losses = [new QuantileLoss(0.9f), new HuberLoss { Delta = 0.3f }, new MeanAbsoluteError()];
        for (var index = 0; index < optimizers.Length; index++)
        {
            var (optimizer, loss) = (optimizers[index], losses[index]);
            foreach (var learner in (GradientLearner[])
                [
                    new ImmediateDerivative(OnlineContract.Network(), optimizer, loss)
                    {
                        Clipping = clippings[index],
                        Drift = monitors[index],
                    },
                    new SnAp1(OnlineContract.Network(), optimizer, loss) { Clipping = clippings[index], Rollback = new(0.5f, 17) },
                    new RealTimeRecurrentLearning(OnlineContract.Network(), optimizer, loss) { Clipping = clippings[index] },
                    new TruncatedBackpropagation(OnlineContract.Network(), 9, optimizer, loss) { Clipping = clippings[index] },
                ])
            {
                learner.LearningRateFactor = 0.25f;
                learner.Save(Path);
                var loaded = (GradientLearner)OnlineLearner.Load(Path);
                loaded.Should().BeOfType(learner.GetType());
                loaded.Optimizer.Should().Be(optimizer);
                (loaded.Clipping, loaded.Rollback, loaded.LearningRateFactor).Should().Be((learner.Clipping, learner.Rollback, 0.25f));
                loaded.Loss.ToString().Should().Be(loss.ToString());
                loaded.Drift.Should().BeEquivalentTo(learner.Drift, options => options.RespectingRuntimeTypes());
            }
        }
    }

    [Fact]
    public void Readings_that_were_taken_are_kept_though_their_timespans_would_be_too_long_by_now()
    {
        var cell = new LeakyIntegratorCell(2, 4, timeConstant: 2);
        var learner = new TruncatedBackpropagation(Readings.Network(cell), window: 4);
        var delayed = new DelayedLearner(learner, delay: 2);
        for (var step = 0; step < 5; step++)
            delayed.Observe([1, 2], elapsed: 3.9f);
        cell.Parameters["tau"].SetEffectiveValues([1]);
        delayed.Correct([1, 2]);
        learner.Save(Path);
        OnlineLearner.Load(Path).State.ToArray().Should().Equal(learner.State.ToArray());

        delayed.Save(Path);

        var loaded = DelayedLearner.Load(Path);
        for (var step = 0; step < 4; step++)
        {
            loaded.Observe([2, 1]).ToArray().Should().Equal(delayed.Observe([2, 1]).ToArray());
            loaded.Correct([1, 2]).Should().Be(delayed.Correct([1, 2]));
        }
    }

    [Fact]
    public void The_file_of_a_learner_is_that_of_its_network_too()
    {
        var learner = Rules["guarded"](Readings.Network("Riccati"));
        GoOn(learner, Readings.For(learner.Network, count: 9), 6);
        learner.Save(Path);
        var network = LiquidNetwork.Load(Path);
        Values(network).Should().Equal(Values(learner.Network));
    }

    [Fact]
    public async Task Streams_of_bytes_and_waiting_give_the_same_bytes()
    {
        var learner = Rules["truncated"](Readings.Network("Riccati"));
        GoOn(learner, Readings.For(learner.Network, count: 9), 6);
        learner.Save(Path);
        var (memory, other) = (new MemoryStream(), new MemoryStream());
        learner.Save(memory);
        await learner.SaveAsync(other);
        memory.ToArray().Should().Equal(File.ReadAllBytes(Path)).And.Equal(other.ToArray());
        memory.Position = other.Position = 0;
        OnlineLearner.Load(memory).ToString().Should().Be(learner.ToString());
        (await OnlineLearner.LoadAsync(other)).ToString().Should().Be(learner.ToString());
        await learner.SaveAsync(Path);
        (await OnlineLearner.LoadAsync(Path)).Should().BeOfType<TruncatedBackpropagation>().Which.Window.Should().Be(5);
    }

    [Fact]
    public void Classes_and_losses_of_labels_are_kept()
    {
        var network = LiquidNetwork.Classifier(new CtRnnCell(2, 3, seed: 1), classes: 2);
        var loss = new SoftmaxCrossEntropy { ClassWeights = [1, 3], LabelSmoothing = 0.1f };
        var learner = new SnAp1(network, loss: loss) { IsPaused = true };
        learner.Observe([1, 2]);
        learner.Save(Path);
        var loaded = OnlineLearner.Load(Path);
        loaded.IsPaused.Should().BeTrue();
        loaded.Loss.ToString().Should().Be(learner.Loss.ToString());
        loaded.Correct(label: 1).Should().Be(learner.Correct(label: 1));
    }

    [Fact]
    public void Parts_of_ones_own_are_handed_in_or_refused_with_the_reason()
    {
        var custom = new CustomParts { Loss = new Cubed(), Optimizer = new Signs(0.1f) };
        var learner = new ImmediateDerivative(OnlineContract.Network(), custom.Optimizer, custom.Loss);
        learner.Save(Path);
        Load(null).Should().Throw<InvalidDataException>().WithMessage("*learner.loss: 'Cubed' exists in code alone*CustomParts*");
        Load(custom with { Optimizer = null }).Should().Throw<InvalidDataException>().WithMessage("*optimizer: 'Signs*");
        Load(custom with { Optimizer = new Signs(0.2f) }).Should().Throw<InvalidDataException>().WithMessage("*0.1*0.2*");
        OnlineLearner.Load(Path, custom).Should().BeOfType<ImmediateDerivative>().Which.Optimizer.Should().Be(custom.Optimizer);

        Action Load(CustomParts? parts) => () => OnlineLearner.Load(Path, parts);
    }

    [Fact]
    public void A_monitor_of_ones_own_cannot_be_saved_and_the_old_file_stays()
    {
        new ImmediateDerivative(OnlineContract.Network()).Save(Path);
        var before = File.ReadAllBytes(Path);
        var learner = new ImmediateDerivative(OnlineContract.Network()) { Drift = new Never() };
        learner.Invoking(it => it.Save(Path)).Should().Throw<InvalidOperationException>().WithMessage("*Never*Adwin*");
        File.ReadAllBytes(Path).Should().Equal(before);
        Directory.GetFiles(folder).Should().ContainSingle();
    }

    [Fact]
    public void Files_of_other_kinds_say_who_reads_them()
    {
        var learner = new ImmediateDerivative(OnlineContract.Network());
        learner.Network.Save(Path);
        FluentActions.Invoking(() => OnlineLearner.Load(Path)).Should().Throw<InvalidDataException>().WithMessage("*LiquidNetwork.Load*");
        learner.Save(Path);
        FluentActions.Invoking(() => DelayedLearner.Load(Path)).Should().Throw<InvalidDataException>().WithMessage("*OnlineLearner.Load*");
        new DelayedLearner(learner, delay: 2).Save(Path);
        FluentActions.Invoking(() => OnlineLearner.Load(Path)).Should().Throw<InvalidDataException>().WithMessage("*DelayedLearner.Load*");
    }

    /// <summary>Learns from some readings, some of them without a target.</summary>
    /// <returns>All that can be seen of the learner meanwhile.</returns>
    static List<double> GoOn(OnlineLearner learner, Readings readings, int first)
    {
        var seen = new List<double>();
        for (var step = first; step < Math.Min(first + 12, readings.Count); step++)
        {
            seen.AddRange(learner.Observe(readings.Inputs[step], readings.Timespans[step]).ToArray().Select(value => (double)value));
            if (step % 4 != 1)
                seen.Add(learner.Correct(readings.Targets[step]));
        }

        seen.AddRange([learner.Updates, learner.RefusedUpdates, learner.Drifts, learner.Rollbacks]);
        seen.AddRange(learner.State.ToArray().Select(value => (double)value));
        seen.AddRange(Values(learner.Network).Select(value => (double)value));
        return seen;
    }

    static List<double> GoOn(DelayedLearner learner, Readings readings, int first)
    {
        var seen = new List<double>();
        for (var step = first; step < first + 9; step++)
        {
            seen.AddRange(learner.Observe(readings.Inputs[step], readings.Timespans[step]).ToArray().Select(value => (double)value));
            if (learner.IsTargetDue && step % 4 != 1)
                seen.Add(learner.Correct(readings.Targets[step]));
        }

        seen.AddRange(Values(learner.Learner.Network).Select(value => (double)value));
        return seen;
    }

    static float[] Values(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    sealed class Cubed : ElementwiseLoss
    {
        protected override (float Loss, float Slope) Compare(float logit, float target, int output) =>
            (MathF.Abs(logit - target) * (logit - target) * (logit - target), 3 * MathF.Abs(logit - target) * (logit - target));
    }

    sealed record Signs(float Rate) : Optimizer(Rate)
    {
        public override int StatePerValue => 0;

        protected internal override void Apply(ParameterUpdate update)
        {
            for (var at = 0; at < update.Values.Length; at++)
                update.Values[at] -= update.LearningRate * Math.Sign(update.Gradient[at]);
        }
    }

    sealed class Never : DriftMonitor
    {
        public override bool Add(double value) => false;

        public override void Reset()
        {
        }
    }
}
