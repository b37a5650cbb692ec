using System.Diagnostics;

namespace LiquidNet.Tests.Packaging;

/// <summary>Runs the .NET command line in a folder, as a user would: with nothing inherited from the test run around it.</summary>
static class DotNet
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    // What a test host, an MSBuild node or a run with switched-off instructions leaves in the environment.
    static readonly string[] Inherited = ["MSBUILD", "VSTEST", "DOTNET_HOST_PATH", "DOTNET_Enable", "TESTINGPLATFORM"];

    /// <summary>Runs one command to its end and returns what it printed; fails the test if it fails or hangs.</summary>
    public static async Task<string> Run(string folder, params string[] arguments)
    {
        using var process = new Process { StartInfo = Command(folder, arguments) };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();

        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'dotnet {string.Join(' ', arguments)}' did not end within {Timeout}.");
        }

        var printed = await output;
        var complaints = await errors;
        if (process.ExitCode != 0)
            Assert.Fail($"'dotnet {string.Join(' ', arguments)}' ended with {process.ExitCode}:{Environment.NewLine}{printed}{complaints}");
        return printed;
    }

    static ProcessStartInfo Command(string folder, string[] arguments)
    {
        var command = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = command.Environment;
        foreach (var name in environment.Keys.Where(IsInherited).ToArray())
            environment.Remove(name);

        // A build server would outlive the command and keep its output open: reading to the end would never end.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return command;
    }

    static bool IsInherited(string name) => Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
