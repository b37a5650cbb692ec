using System.ComponentModel;
using System.Diagnostics;

namespace LiquidNet.Tests.Export.Support;

/// <summary>A C compiler of this machine, run with every warning an error.</summary>
sealed record CCompiler(string Command)
{
    const string Strict = "-std=c99 -Wall -Wextra -Werror -pedantic";

    /// <summary>The compilers that are there.</summary>
    public static IReadOnlyList<CCompiler> All { get; } =
        [.. new[] { "gcc", "clang" }.Select(command => new CCompiler(command)).Where(compiler => compiler.Exists)];

    bool Exists
    {
        get
        {
            try
            {
                return Run(Command, "--version").ExitCode == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Makes a program of all sources in a folder; fails with what the compiler says.</summary>
    public string Compile(string folder, string options = "-O1")
    {
        var program = Path.Combine(folder, "program-" + Command);
        var sources = string.Join(' ', Directory.GetFiles(folder, "*.c").Order(StringComparer.Ordinal));
        var (exitCode, text) = Run(Command, $"{Strict} {options} -o {program} {sources} -lm");
        exitCode.Should().Be(0, "{0} compiles without a warning:\n{1}", Command, text);
        return program;
    }

    public static (int ExitCode, string Text) Run(string command, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    public override string ToString() => Command;
}

/// <summary>A test that needs a C compiler, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        if (CCompiler.All.Count == 0)
            Skip = "There is no C compiler on the path (gcc or clang): install one to test the C source too.";
    }
}
