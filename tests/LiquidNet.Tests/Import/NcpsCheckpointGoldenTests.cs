using LiquidNet.Data;
using LiquidNet.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Import;

public sealed class NcpsCheckpointGoldenTests
{
    static readonly GoldenFolder Checkpoints = GoldenFolder.Open("checkpoints");

    public static TheoryData<string> Names => GoldenFolder.Names("checkpoints");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_trained_in_Python_gives_the_same_outputs_here(string name)
    {
        var golden = Checkpoints[name];
        Outputs(golden, GoldenCheckpoint.PytorchFile(golden)).Should().BeTrue("{0} is a file of torch.save", name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_does_a_safetensors_file_with_the_same_keys(string name) =>
        Outputs(Checkpoints[name], Checkpoints[name].Path, container: "").Should().BeTrue();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_checkpoint_of_which_one_weight_was_altered_gives_other_outputs(string name)
    {
        var golden = Checkpoints[name];
        var bytes = File.ReadAllBytes(GoldenCheckpoint.PytorchFile(golden));
        var tensors = SafetensorsFile.Read(golden.Path);
        var altered = tensors.Names.First(
            tensor => tensor.EndsWith(".gleak", StringComparison.Ordinal) || tensor.EndsWith(".ff1.bias", StringComparison.Ordinal));
        var pattern = tensors.Doubles(altered).SelectMany(value => BitConverter.GetBytes((float)value)).ToArray();
        var at = bytes.AsSpan().IndexOf(pattern);
        at.Should().BePositive();
        BitConverter.TryWriteBytes(bytes.AsSpan(at), (float)tensors.Doubles(altered)[0] + 0.5f);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            Outputs(golden, path).Should().BeFalse();
        }
        finally
        {
            File.Delete(path);
        }
    }

    static bool Outputs(GoldenCase golden, string path, string? container = null)
    {
        var file = SafetensorsFile.Read(golden.Path);
        var network = GoldenCheckpoint.Load(golden, path, container ?? GoldenCheckpoint.ContainerOf(golden));
        var (x, y) = (file.Shape("io.x"), file.Doubles("io.y"));
        var (inputs, timespans) = (file.Doubles("io.x"), file.Doubles("io.timespans"));
        var sequences = Enumerable.Range(0, x[0]).Select(sample => new Sequence(
            Matrix<float>.Build.Dense(x[1], x[2], (step, feature) => (float)inputs[(sample * x[1] + step) * x[2] + feature]))
        {
            Timespans = [.. timespans.Skip(sample * x[1]).Take(x[1]).Select(timespan => (float)timespan)],
        }).ToArray();
        string[] parts = file.Contains("io.c0") ? ["h0", "c0"] : ["h0"];
        var states = Matrix<float>.Build.Dense(x[0], network.Cell.StateSize, (sample, row) => State(parts, sample, row));
        var outputs = network.Forward(sequences, states, out _);
        return outputs.SelectMany(output => output.ToRowMajorArray()).Zip(y).All(
            pair => Math.Abs(pair.First - pair.Second) <= Tolerance.Outputs * (1 + Math.Abs(pair.Second)));

        float State(string[] names, int sample, int row)
        {
            var units = file.Shape("io.h0")[1];
            return (float)file.Doubles($"io.{names[row / units]}")[sample * units + row % units];
        }
    }
}
