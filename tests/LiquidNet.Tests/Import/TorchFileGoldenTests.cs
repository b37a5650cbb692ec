using LiquidNet.Import.Torch;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Import;

public sealed class TorchFileGoldenTests
{
    static readonly GoldenFolder Checkpoints = GoldenFolder.Open("checkpoints");

    public static TheoryData<string> Names => GoldenFolder.Names("checkpoints");

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_golden_tensor_is_read_to_the_bit(string name)
    {
        var golden = Checkpoints[name];
        var expected = SafetensorsFile.Read(golden.Path);
        var container = GoldenCheckpoint.ContainerOf(golden);
        var read = 0;
        using var file = TorchFile.Open(name, File.OpenRead(GoldenCheckpoint.PytorchFile(golden)));
        foreach (var tensor in expected.Names.Where(tensor => !tensor.StartsWith("io.", StringComparison.Ordinal)))
        {
            var key = container + tensor;
            file.Read(key).Should().Equal(Array.ConvertAll(expected.Doubles(tensor), value => (float)value), "it is {0}", tensor);
            file.Tensors[key].Shape.Should().Equal(expected.Shape(tensor).Select(size => (long)size));
            read++;
        }

        read.Should().BeGreaterThan(5);
    }
}
