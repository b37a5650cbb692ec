using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class CommandLineTests
{
    [Fact]
    public void Without_options_rows_are_trained_with_their_defaults() =>
        Read().Should().Be(SampleOptions.For(Arrangement.Rows));

    [Fact]
    public void Defaults_follow_the_arrangement_wherever_it_stands()
    {
        var expected = SampleOptions.For(Arrangement.Held) with { Epochs = 3 };

        Read("--arrangement", "held", "--epochs", "3").Should().Be(expected);
        Read("--epochs=3", "--arrangement=Held").Should().Be(expected);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var options = Read(
            "--arrangement", "patches", "--patch", "4", "--steps", "2", "--units", "5", "--time-constant", "0.5", "--identity",
            "--epochs", "6", "--batch", "7", "--rate", "1e-3", "--momentum", "0", "--adam", "--schedule", "steps", "--decay", "0.25",
            "--clip", "0", "--flips", "--crop", "3", "--seed", "8", "--threads", "2", "--data", "some/where", "--images", "9");

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
        Read("--download").Download.Should().BeTrue();
        Read("--synthetic").Synthetic.Should().BeTrue();
    }

    [Fact]
    public void Help_explains_every_option_on_a_line_with_its_default()
    {
        using var help = new StringWriter();
        var command = CommandLine.Create((_, _) => throw new InvalidOperationException("Help must not run the program."));
        command.Parse("--help").Invoke(new() { Output = help, EnableDefaultExceptionHandler = false }).Should().Be(0);

        foreach (var option in command.Options.Where(option => option.Name.StartsWith("--", StringComparison.Ordinal)))
            help.ToString().Should().MatchRegex($@"\n.*{option.Name}\b.*  \S.*\w");
        help.ToString().Should().MatchRegex(@"--units <N> +Neurons.* Default: 128, held 20\.")
            .And.MatchRegex(@"--rate <RATE> .* Default: 0\.1, held 0\.01\.")
            .And.Contain("Exit code: 0 done, 1 data or training failed, 2 options not understood, 130 interrupted.");
    }

    [Theory]
    [InlineData("*'--fast'*", "--fast")]
    [InlineData("*'fast'*", "fast")]
    [InlineData("*'--epochs'*", "--epochs")]
    [InlineData("*'yes'*", "--flips=yes")]
    [InlineData("--epochs 0: expected a number from 1 to*", "--epochs", "0")]
    [InlineData("--epochs 1.5: expected*", "--epochs", "1.5")]
    [InlineData("--rate NaN: expected*", "--rate", "NaN")]
    [InlineData("--rate 0,5: expected*", "--rate", "0,5")]
    [InlineData("--schedule slow: expected constant, cosine, steps.", "--schedule", "slow")]
    [InlineData("--schedule 1: expected*", "--schedule", "1")]
    [InlineData("--patch 5: expected 1, 2, 4, 8, 16, 32.", "--patch", "5")]
    [InlineData("*'--seed'*", "--seed", "1", "--seed", "2")]
    [InlineData("--synthetic contradicts*", "--synthetic", "--download")]
    [InlineData("--download fills the cache folder*", "--data", "x", "--download")]
    public void What_cannot_be_understood_is_said_in_one_line(string message, params string[] arguments) =>
        CommandLine.Create((_, _) => Task.FromResult(0)).Parse(arguments).Errors
            .Should().ContainSingle().Which.Message.Should().Match(message).And.NotContain("\n");

    static SampleOptions Read(params string[] arguments)
    {
        SampleOptions? read = null;
        var command = CommandLine.Create((options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        });
        command.Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false }).Should().Be(0);
        return read!;
    }
}
