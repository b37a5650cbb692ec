using LiquidNet.Data;
using LiquidNet.Storage;
using LiquidNet.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>
/// Files that earlier versions wrote stay readable, and do what they did; the cell of one of them exists nowhere any more.
/// </summary>
public class GoldenModelTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "models");

    public static TheoryData<string, string> Models { get; } = new()
    {
        { "ltc-autoncp", "LiquidNetwork: LTC 3 -> * (AutoNCP,*) -> softmax 2,*" },
        { "stacked-memory", "LiquidNetwork: CfC with memory + leaky integrator 3 -> 11 -> linear 2,*" },
        { "both-directions", "LiquidNetwork: GRU in both directions 3 -> 5 -> softmax 3,*" },
        { "own-cell", "LiquidNetwork: Own 3 -> 4 -> two labels,*" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_file_gives_what_it_gave(string name, string text)
    {
        var path = Path.Combine(Folder, $"{name}.safetensors");
        var network = LiquidNetwork.Load(path);
        network.ToString().Should().Match(text);
        network.ToBytes().Should().Equal(File.ReadAllBytes(path));

        using var expected = LiquidNet.Storage.SafetensorsFile.Open(Path.Combine(Folder, $"{name}.expected.safetensors"));
        var input = Matrix<float>.Build.DenseOfRowMajor(7, 3, expected.ReadValues("input"));
        var output = network.Forward(new Sequence(input) { Timespans = expected.ReadValues("timespans") });
        Tolerance.ShouldAgree(
            Array.ConvertAll(output.ToRowMajorArray(), value => (double)value),
            Array.ConvertAll(expected.ReadValues("output"), value => (double)value),
            Tolerance.Outputs, name);
    }
}
