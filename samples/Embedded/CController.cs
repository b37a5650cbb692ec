using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiquidNet.Data;
using LiquidNet.Export;

namespace LiquidNet.Samples;

/// <summary>A network as a C program, compiled by the C compiler of this machine.</summary>
sealed class CController
{
    readonly string program;

    CController(string program) => this.program = program;

    /// <summary>The C compiler of this machine; null where there is none.</summary>
    public static string? Compiler { get; } =
        new[] { "cc", "gcc", "clang" }.FirstOrDefault(command => Run(command, "--version", input: "") is not null);

    /// <summary>Writes a network as C into a folder of its own, and compiles it with a program that reads its inputs.</summary>
    public static CController Compile(LiquidNetwork network, CWeights weights, string folder)
    {
        Directory.CreateDirectory(folder);
        CSource.Write(network, Path.Combine(folder, "driver"), new() { Weights = weights });
        var program = Path.Combine(folder, "host");
        var host = Path.Combine(AppContext.BaseDirectory, "host.c");
        var arguments = $"-std=c99 -O2 -I\"{folder}\" -o \"{program}\" \"{host}\" \"{folder}/driver.c\" -lm";
        return Run(Compiler!, arguments, input: "") is null
            ? throw new InvalidOperationException($"'{Compiler} {arguments}' failed.")
            : new CController(program);
    }

    /// <summary>What it predicts after each step of each sequence.</summary>
    public float[] Predict(IEnumerable<Sequence> sequences)
    {
        var input = new StringBuilder();
        foreach (var sequence in sequences)
        {
            Append(input, -1, new float[sequence.Features]);
            for (var step = 0; step < sequence.Length; step++)
                Append(input, sequence.Timespans![step], sequence.Values.Row(step).AsArray() ?? [.. sequence.Values.Row(step)]);
        }

        var printed = Run(program, "", input.ToString()) ?? throw new InvalidOperationException($"'{program}' failed.");
        return [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    static float Parse(string number) => float.Parse(number, CultureInfo.InvariantCulture);

    static void Append(StringBuilder input, float elapsed, float[] values)
    {
        input.Append(elapsed.ToString(CultureInfo.InvariantCulture));
        foreach (var value in values)
            input.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture));
        input.Append('\n');
    }

    /// <summary>What a command prints; null where it cannot be started or fails.</summary>
    static string? Run(string command, string arguments, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            var printed = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0 ? printed.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
