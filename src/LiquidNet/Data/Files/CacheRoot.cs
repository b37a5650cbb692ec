namespace LiquidNet.Data.Files;

/// <summary>The folder for data sets when the caller names none.</summary>
static class CacheRoot
{
    /// <summary>LIQUIDNET_DATA, else XDG_CACHE_HOME or the platform's own cache folder with "liquidnet" below it.</summary>
    public static string Find() => Find(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath,
        OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.MacOS : Platform.Other);

    /// <summary>The rule itself, free of the machine it runs on.</summary>
    internal static string Find(Func<string, string?> variable, Func<Environment.SpecialFolder, string> folder, Platform platform)
    {
        if (variable("LIQUIDNET_DATA") is { Length: > 0 } chosen)
            return chosen;
        if (variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "liquidnet");
        return platform switch
        {
            Platform.Windows => Path.Combine(folder(Environment.SpecialFolder.LocalApplicationData), "liquidnet"),
            Platform.MacOS => Path.Combine(folder(Environment.SpecialFolder.UserProfile), "Library", "Caches", "liquidnet"),
            _ => Path.Combine(folder(Environment.SpecialFolder.UserProfile), ".cache", "liquidnet"),
        };
    }

    /// <summary>The three conventions for cache folders.</summary>
    internal enum Platform
    {
        /// <summary>Local application data.</summary>
        Windows,

        /// <summary>Library/Caches.</summary>
        MacOS,

        /// <summary>.cache in the home folder, by the XDG base directory specification.</summary>
        Other,
    }
}
