using System.Globalization;
using LiquidNet.Export;
using LiquidNet.Export.C;
using LiquidNet.Export.Folding;

namespace LiquidNet.Tests.Export.Support;

/// <summary>What a network in C gives and costs on a Cortex-M4F under QEMU.</summary>
sealed record CortexRun(float[] Predictions, int Flash, int State, int Stack, int Instructions)
{
    public const string Compiler = "arm-none-eabi-gcc";
    public const string Emulator = "qemu-system-arm";

    const string Options = "-mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard -Os -ffunction-sections -fdata-sections";

    public static CortexRun Of(LiquidNetwork network, CWeights weights)
    {
        var folder = Directory.CreateTempSubdirectory("liquidnet-cortex-").FullName;
        try
        {
            CSource.Write(network, Path.Combine(folder, "driver"), new() { Weights = weights, SelfTest = false });
            var files = Path.Combine(AppContext.BaseDirectory, "Export", "Cortex");
            var program = Path.Combine(folder, "firmware.elf");
            Run(Compiler, $"{Options} -std=c99 -Wall -Wextra -Werror -pedantic -c {folder}/driver.c -o {folder}/driver.o");
            Run(Compiler, $"{Options} -std=gnu99 -I{folder} -nostartfiles -T {files}/board.ld -Wl,--gc-sections "
                + $"{files}/firmware.c {folder}/driver.o -lm -o {program}");
            var sizes = Run("arm-none-eabi-size", program).Split('\n')[1].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var lines = Run(Emulator, $"-M mps2-an386 -nographic -icount shift=0 -semihosting -kernel {program}").Split('\n')
                .Select(line => line.Trim().Split(' ')).Where(line => line.Length == 2).ToLookup(line => line[0], line => Hex(line[1]));
            lines["code"].Should().OnlyContain(code => code == 0);
            return new(
                [.. lines["prediction"].Select(bits => BitConverter.UInt32BitsToSingle(bits))],
                int.Parse(sizes[0], CultureInfo.InvariantCulture), Only("state"), Only("stack"), Only("instructions"));

            int Only(string name) => (int)lines[name].Single();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The network with its weights as they are stored.</summary>
    public static LiquidNetwork Rounded(LiquidNetwork network, CWeights weights)
    {
        var folded = new FoldedModel(network);
        foreach (var table in folded.Weights)
            CNumbers.Round(table, weights);
        return folded.ToNetwork();
    }

    static uint Hex(string digits) => uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static string Run(string command, string arguments)
    {
        var (exitCode, text) = CCompiler.Run(command, arguments);
        exitCode.Should().Be(0, "'{0} {1}' succeeds:\n{2}", command, arguments, text);
        return text;
    }
}

/// <summary>A test for those who ask for it: it needs a cross-compiler and an emulator.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CortexTheoryAttribute : TheoryAttribute
{
    public CortexTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("LIQUIDNET_CORTEX") is null)
            Skip = $"Set LIQUIDNET_CORTEX=1 to run it; needs {CortexRun.Compiler} and {CortexRun.Emulator}.";
    }
}
