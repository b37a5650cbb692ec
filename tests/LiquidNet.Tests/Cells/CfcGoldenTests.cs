using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Cells;

public class CfcGoldenTests
{
    static readonly GoldenFolder Folder = GoldenFolder.Open("cells");

    public static TheoryData<string> Cases { get; } = new(Folder.Cases.Where(NcpsCfc.Describes).Select(golden => golden.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_outputs_states_and_all_gradients_agree(string name) => NcpsCfc.Model(Folder[name]).ShouldAgree();
}
