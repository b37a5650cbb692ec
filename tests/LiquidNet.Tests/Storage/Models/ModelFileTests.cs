using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Solvers;
using LiquidNet.Storage;
using LiquidNet.Tests.Equations.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>What stands in a model file, and what cannot.</summary>
public class ModelFileTests
{
    [Fact]
    public void Tensors_are_the_parameters_in_shapes_that_other_readers_expect()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(3, 5, seed: 1) { BackboneUnits = 4 }, classes: 2);
        var file = SafetensorsFile.Parse(network.ToBytes());
        file["backbone.0.weight"].Shape.Should().Equal(4, 8);
        file["ff1.bias"].Shape.Should().Equal(5);
        file.Tensors.Should().HaveCount(network.Parameters.Count);
        file.ReadValues("W_out").Should().Equal(network.Parameters["W_out"].Values.ToArray());
    }

    [Fact]
    public async Task Files_and_streams_at_once_or_awaited_hold_the_same_bytes()
    {
        var network = LiquidNetwork.Classifier(new GruCell(2, 3), classes: 2);
        var (bytes, path, other) = (network.ToBytes(), NewPath(), NewPath());
        network.Save(path);
        await network.SaveAsync(other);
        var memory = new MemoryStream();
        await network.SaveAsync(memory);
        foreach (var written in (byte[][])[await File.ReadAllBytesAsync(path), await File.ReadAllBytesAsync(other), memory.ToArray()])
            written.Should().Equal(bytes);
        foreach (var loaded in (LiquidNetwork[])
            [LiquidNetwork.Load(path), await LiquidNetwork.LoadAsync(path), await LiquidNetwork.LoadAsync(new MemoryStream(bytes))])
        {
            loaded.ToBytes().Should().Equal(bytes);
        }

        File.Delete(path);
        File.Delete(other);
    }

    [Fact]
    public async Task A_folder_is_no_file_at_once_or_awaited()
    {
        var folder = Path.GetTempPath();
        FluentActions.Invoking(() => LiquidNetwork.Load(folder)).Should().Throw<IOException>().WithMessage("*is a folder*");
        foreach (var load in (Func<Task>[])
            [
                () => LiquidNetwork.LoadAsync(folder), () => OnlineLearner.LoadAsync(folder), () => DelayedLearner.LoadAsync(folder),
            ])
        {
            await load.Should().ThrowAsync<IOException>().WithMessage("*is a folder*");
        }
    }

    [Fact]
    public void What_exists_in_code_alone_is_refused_and_the_old_file_stays()
    {
        var parameter = Parameter.Vector("leak", [1], new Below(2));
        var network = LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, state, _) => state * parameter + input), outputs: 1);
        var path = NewPath();
        File.WriteAllText(path, "old");
        network.Invoking(it => it.Save(path)).Should().Throw<InvalidOperationException>().WithMessage("*'leak' is kept by a Below*");
        File.ReadAllText(path).Should().Be("old");
        Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*").Should().ContainSingle("nothing is left beside");
        File.Delete(path);
    }

    [Fact]
    public void Parameters_that_are_not_finite_are_refused()
    {
        var network = LiquidNetwork.Classifier(new GruCell(2, 3), classes: 2);
        network.Parameters["W_out"].Values[2] = float.NaN;
        network.Invoking(it => it.ToBytes()).Should().Throw<InvalidOperationException>()
            .WithMessage("Value 2 of parameter 'W_out' is NaN*");
    }

    [Fact]
    public void Values_written_by_hand_are_saved_as_the_next_run_would_take_them()
    {
        var network = LiquidNetwork.Regressor(new LtcCell(2, 3) { Constraints = LtcConstraints.Explicit }, outputs: 1);
        network.Parameters["gleak"].Values.Fill(-1);
        network.ToBytes().ToNetwork().Parameters["gleak"].Values.ToArray().Should().Equal(0, 0, 0);
    }

    [Fact]
    public void A_stability_limit_of_other_parameters_than_the_cells_is_refused() =>
        LiquidNetwork.Regressor(new LimitedCell(), outputs: 1).Invoking(it => it.ToBytes())
            .Should().Throw<InvalidOperationException>().WithMessage("*reads parameter 'limit', which is none of the network's*");

    [Fact]
    public void A_description_takes_few_bytes()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(20, 32), classes: 10);
        var header = network.ToBytes().Length - 4 * (int)network.Parameters.ValueCount;
        header.Should().BeLessThan(6_000, "a quotation mark is escaped by one character");
    }

    static string NewPath() => Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    sealed class Below(float high) : Projection
    {
        public override void Apply(Span<float> values)
        {
            foreach (ref var value in values)
                value = Math.Min(value, high);
        }
    }

    sealed class LimitedCell() : OdeCell(inputSize: 1, units: 2)
    {
        readonly Parameter limit = Parameter.Vector("limit", 1, 1);

        public override Solver Solver { get; init; } = Euler.Instance;

        protected override Signal TimeConstants => limit;

        protected override Rates Rates(Signal input, Signal state) => new(Decay: Constant(1), Drive: Concatenate(input, input));
    }

    [Fact]
    public async Task A_file_that_takes_its_time_holds_the_parameters_as_they_were()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(3, 5), outputs: 1);
        var expected = network.ToBytes();
        var slow = new SlowStream();
        var writing = network.SaveAsync(slow);
        network.Parameters[0].Values.Fill(float.NaN);
        slow.GoOn.SetResult();
        await writing;
        slow.ToArray().Should().Equal(expected);
    }

    [Theory]
    [InlineData("training/optimizer/x", "*'training/optimizer/x'*begin with 'training/'*")]
    [InlineData("constraint/x", "*'constraint/x'*begin with 'constraint/'*")]
    public void Names_that_the_file_keeps_to_itself_are_refused(string name, string message)
    {
        var leak = Parameter.Vector(name, 1, 1);
        var network = LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, state, _) => leak * state + input), outputs: 1);
        network.Invoking(saved => saved.ToBytes()).Should().Throw<InvalidOperationException>().WithMessage(message);
    }

    [Fact]
    public void Half_a_character_is_no_name()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 1), outputs: 1);
        network.Invoking(named => named.FeatureNames = ["a", "\ud800"]).Should().Throw<ArgumentException>().WithMessage("*feature 1*half*");
        var leak = Parameter.Vector("\ud800", 1, 1);
        LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, state, _) => leak * state + input), outputs: 1)
            .Invoking(saved => saved.ToBytes()).Should().Throw<ArgumentException>().WithMessage("*half of a character*");
    }

    [Fact]
    public void Who_could_not_read_the_old_file_cannot_read_the_new_one()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = NewPath();
        var network = LiquidNetwork.Regressor(new GruCell(1, 1), outputs: 1);
        network.Save(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        network.Save(path);
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(path);
    }

    /// <summary>Waits before its first byte.</summary>
    sealed class SlowStream : MemoryStream
    {
        public TaskCompletionSource GoOn { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await GoOn.Task;
            Write(buffer.Span);
        }
    }
}
