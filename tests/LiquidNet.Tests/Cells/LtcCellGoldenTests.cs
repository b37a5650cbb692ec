using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Cells;

public class LtcCellGoldenTests
{
    const string BeforeClip = "extra.before_clip.";

    static readonly GoldenFolder Folder = GoldenFolder.Open("cells");

    public static TheoryData<string> Cases { get; } = new(LtcCases.Select(golden => golden.Name));

    public static TheoryData<string> ClippedCases { get; } =
        new(LtcCases.Where(golden => golden.ReadTensors().Names.Any(IsBeforeClip)).Select(golden => golden.Name));

    static IEnumerable<GoldenCase> LtcCases => Folder.Cases.Where(golden => golden.Settings.GetProperty("cell").GetString() == "ltc");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_outputs_states_and_all_gradients_agree(string name) => new NcpsLtc(Folder[name]).Model().ShouldAgree();

    [Theory]
    [MemberData(nameof(ClippedCases))]
    public void Explicit_constraints_clip_as_ncps_does(string name)
    {
        var file = Folder[name].ReadTensors();
        var ltc = new NcpsLtc(Folder[name]);
        foreach (var parameter in ltc.Cell.Parameters)
        {
            var (tensor, elements) = ltc.Place(parameter.Name);
            if (!file.Contains(BeforeClip + tensor))
                continue;
            var values = elements.Select(element => (float)file.Doubles(BeforeClip + tensor)[element]).ToArray();
            parameter.Projection!.Apply(values);
            values.Should().Equal(elements.Select(element => (float)file.Doubles(tensor)[element]), "{0} is clipped", tensor);
        }
    }

    static bool IsBeforeClip(string tensor) => tensor.StartsWith(BeforeClip, StringComparison.Ordinal);
}
