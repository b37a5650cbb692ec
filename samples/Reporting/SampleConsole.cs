using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>The console of a sample: colours on a terminal, plain and unbroken lines in a file.</summary>
public static class SampleConsole
{
    // Without a terminal there is no width to keep to.
    const int UnboundedWidth = 500;

    /// <summary>Creates the console.</summary>
    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new() { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = UnboundedWidth;
        return console;
    }
}
