using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class CommandLineTests
{
    [Fact]
    public void Without_options_rows_are_trained_with_their_defaults() =>
        CommandLine.Parse([]).Should().Be(SampleOptions.For(Arrangement.Rows));

    [Fact]
    public void Defaults_follow_the_arrangement_wherever_it_stands()
    {
        var expected = SampleOptions.For(Arrangement.Held) with { Epochs = 3 };

        CommandLine.Parse(["--arrangement", "held", "--epochs", "3"]).Should().Be(expected);
        CommandLine.Parse(["--epochs=3", "--arrangement=Held"]).Should().Be(expected);
    }

    [Fact]
    public void Every_option_is_read_and_explained()
    {
        var options = CommandLine.Parse(
        [
            "--arrangement", "patches", "--patch", "4", "--steps", "2", "--units", "5", "--time-constant", "0.5", "--identity", "--epochs", "6",
            "--batch", "7", "--rate", "1e-3", "--momentum", "0", "--adam", "--schedule", "steps", "--decay", "0.25", "--clip", "0", "--flips",
            "--crop", "3", "--seed", "8", "--threads", "2", "--data", "some/where", "--images", "9",
        ]);

        options.Should().Be(new SampleOptions
        {
            Arrangement = Arrangement.Patches,
            PatchSize = 4,
            HeldSteps = 2,
            Units = 5,
            TimeConstant = 0.5f,
            Saturates = false,
            Epochs = 6,
            Batch = 7,
            Rate = 1e-3f,
            Momentum = 0,
            Adam = true,
            Schedule = RateSchedule.Steps,
            WeightDecay = 0.25f,
            Clip = 0,
            Flips = true,
            Crop = 3,
            Seed = 8,
            Threads = 2,
            Data = "some/where",
            Images = 9,
        });
        foreach (var name in (string[])["--arrangement", "--patch", "--rate", "--download", "--synthetic", "--help", "--data", "--seed"])
            CommandLine.Help.Should().MatchRegex($@"\n  {name}\s+\S+.*\w");
        CommandLine.Help.Should().NotContain("{");
    }

    [Theory]
    [InlineData("There is no option '--fast'*", "--fast")]
    [InlineData("There is no option 'fast'*", "fast")]
    [InlineData("--epochs needs a value*", "--epochs")]
    [InlineData("--epochs 0: expected a number from 1 to*", "--epochs", "0")]
    [InlineData("--epochs 1.5: expected*", "--epochs", "1.5")]
    [InlineData("--rate NaN: expected*", "--rate", "NaN")]
    [InlineData("--rate 0,5: expected*", "--rate", "0,5")]
    [InlineData("--schedule slow: expected constant, cosine, steps.", "--schedule", "slow")]
    [InlineData("--flips takes no value.", "--flips=yes")]
    [InlineData("--patch 5 does not divide 32*", "--arrangement", "patches", "--patch", "5")]
    [InlineData("--synthetic contradicts*", "--synthetic", "--download")]
    [InlineData("--download fills the cache folder*", "--data", "x", "--download")]
    public void What_cannot_be_understood_is_said_in_one_line(string message, params string[] arguments) =>
        FluentActions.Invoking(() => CommandLine.Parse(arguments))
            .Should().Throw<CommandLineException>().WithMessage(message).Which.Message.Should().NotContain("\n");
}
