using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Wirings;

public class GoldenWiringTests
{
    public static TheoryData<string> Cases => GoldenFolder.Names("wirings");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_every_case_equals_ncps_and_numpy(string name)
    {
        var golden = GoldenFolder.Open("wirings")[name];
        if (golden.Settings.TryGetProperty("stream", out _))
            GoldenRandomStream.Verify(golden);
    }
}
