namespace LiquidNet.Tests.Golden;

public class GoldenFolderTests
{
    [Fact]
    public void Golden_tensors_read_with_names_shapes_values_and_metadata()
    {
        var folder = GoldenFolder.Open("wirings");
        folder.Cases.Should().NotBeEmpty();

        foreach (var golden in folder.Cases)
        {
            var file = golden.ReadTensors();
            file.Metadata["name"].Should().Be(golden.Name);
            foreach (var name in file.Names)
                file.Integers(name).Length.Should().Be(file.Shape(name).Aggregate(1, (product, d) => product * d));
        }
    }

    [Fact]
    public void Golden_a_missing_tensor_is_refused_with_the_names_that_exist()
    {
        var file = GoldenFolder.Open("wirings").Cases.First(c => c.Settings.TryGetProperty("wiring", out _)).ReadTensors();
        file.Invoking(f => f.Integers("nothing")).Should().Throw<InvalidDataException>().WithMessage("*no tensor 'nothing'*adjacency*");
    }
}
