using System.Globalization;
using LiquidNet.Cells;
using LiquidNet.Export;
using LiquidNet.Tests.Export.Support;
using LiquidNet.Wirings;
using Xunit.Abstractions;

namespace LiquidNet.Tests.Export;

/// <summary>The C source on a Cortex-M4F: cross-compiled and run under QEMU.</summary>
[Trait("Category", "Cortex")]
public class CortexTests(ITestOutputHelper output)
{
    const int Steps = 50;

    const double Tolerance = 1e-6;

    /// <summary>Flash in bytes that a 19-neuron controller may take, with the C library's functions that it calls.</summary>
    const int MostFlash = 16 * 1024;

    /// <summary>State and stack in bytes that it may take.</summary>
    const int MostMemory = 1024;

    static readonly float[] Timespans = [1, 0, 0.25f, 0.5f, 0.125f];

    [CortexTheory]
    [InlineData("LTC", CWeights.Float)]
    [InlineData("LTC", CWeights.Int16)]
    [InlineData("LTC", CWeights.Int8)]
    [InlineData("CfC", CWeights.Float)]
    [InlineData("CfC", CWeights.Int8)]
    public void It_gives_the_same_numbers_in_little_memory(string cell, CWeights weights)
    {
        var wiring = new NeuralCircuitPolicy(12, 6, 1, 4, 5, 6, 4) { Seed = 1 };
        var network = LiquidNetwork.Regressor(cell == "LTC" ? new LtcCell(4, wiring, seed: 1) : new WiredCfcCell(4, wiring, seed: 1), 1);
        var run = CortexRun.Of(network, weights);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Cell}, {weights}: flash {run.Flash:N0} bytes, state {run.State} and stack {run.Stack} bytes, "
            + $"{run.Instructions:N0} instructions per step"));
        run.Flash.Should().BeLessThan(MostFlash);
        (run.State + run.Stack).Should().BeLessThan(MostMemory);
        var stream = CortexRun.Rounded(network, weights).OpenStream();
        for (var step = 0; step < Steps; step++)
        {
            float[] input = [.. Enumerable.Range(0, 4).Select(feature => ((7 * step + 3 * feature) % 11 - 5) / 4f)];
            var expected = stream.Step(input, Timespans[step % 5])[0];
            run.Predictions[step].Should().BeApproximately(expected, (float)(Tolerance * (1 + Math.Abs(expected))));
        }
    }
}
