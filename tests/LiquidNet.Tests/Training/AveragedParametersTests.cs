using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class AveragedParametersTests
{
    const float Rounding = 1e-6f;

    readonly Parameter weight = Parameter.Vector("w", 1);

    [Fact]
    public void The_average_keeps_little_of_the_first_steps_and_its_share_of_later_ones()
    {
        var average = new AveragedParameters(new ParameterSet([weight]), decay: 0.2f);

        Take(average, 1);
        Take(average, 2);
        Take(average, 3);
        average.Show();

        // (1 + 1) / (10 + 1) is kept after the second step, 0.2 after the third, where it would be a quarter.
        var second = 2 - 2f / 11;
        weight.Values[0].Should().BeApproximately(0.2f * second + 0.8f * 3, Rounding);
        average.Hide();
        weight.Values[0].Should().Be(3);
    }

    [Fact]
    public void Without_a_step_there_is_nothing_to_show()
    {
        var average = new AveragedParameters(new ParameterSet([weight]), decay: 0.9f);
        weight.Values[0] = 5;

        average.Show();
        average.Hide();

        weight.Values[0].Should().Be(5);
    }

    [Fact]
    public void Averages_are_validated_and_are_what_training_ends_with()
    {
        var options = new TrainerOptions { Epochs = 3, BatchSize = 10, Optimizer = new Sgd(0.3f), Validation = Tasks.Places(30, seed: 9) };
        var (last, averaged) = (Tasks.Classifier(), Tasks.Classifier());

        new Trainer(last, options).Fit(Tasks.Places(60));
        var history = new Trainer(averaged, options with { EmaDecay = 0.99f }).Fit(Tasks.Places(60));

        Tasks.Weights(averaged).Should().NotEqual(Tasks.Weights(last));
        new Trainer(averaged).Evaluate(options.Validation).Loss.Should().Be(history.Last.Validation!.Loss);
    }

    [Fact]
    public void The_average_of_the_best_epoch_is_put_back()
    {
        // Its labels are others, so that what is learned makes it worse and the first epoch is the best.
        var places = Tasks.Places(30);
        var otherwise = SequenceSet.Of(Enumerable.Range(0, places.Count).Select(places.ToSequence)
            .Select(sequence => new Sequence(sequence.Values) { Label = (sequence.Label + 1) % Tasks.Features }));
        var options = new TrainerOptions
        {
            Epochs = 4,
            BatchSize = 10,
            Optimizer = new Sgd(0.3f),
            EmaDecay = 0.9f,
            Validation = otherwise,
            RestoreBest = true,
        };
        var network = Tasks.Classifier();

        var history = new Trainer(network, options).Fit(Tasks.Places(60));

        history.Best.Epoch.Should().BeLessThan(history.Last.Epoch);
        new Trainer(network).Evaluate(options.Validation).Loss.Should().Be(history.Best.Validation!.Loss);
    }

    [Fact]
    public void A_decay_of_zero_averages_nothing()
    {
        var options = new TrainerOptions { Epochs = 2, BatchSize = 10 };
        var (plain, averaged) = (Tasks.Classifier(), Tasks.Classifier());

        new Trainer(plain, options).Fit(Tasks.Places(60));
        new Trainer(averaged, options with { EmaDecay = 0 }).Fit(Tasks.Places(60));

        Tasks.Weights(averaged).Zip(Tasks.Weights(plain)).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Rounding);
        FluentActions.Invoking(() => options with { EmaDecay = 1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    void Take(AveragedParameters average, float value)
    {
        weight.Values[0] = value;
        average.Take();
    }
}
