using LiquidNet.Data;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>The images of a run, and where they come from.</summary>
sealed record ImageSource(LabelledImages Training, LabelledImages Test, string Description)
{
    const int SyntheticTraining = 5_000, SyntheticTest = 1_000;

    /// <summary>Finds CIFAR-10 where the options say, or draws synthetic images.</summary>
    public static async Task<ImageSource> OpenAsync(SampleOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        if (options.Synthetic)
            return Synthetic(options, "Synthetic images, as asked");
        if (options.Data is not null)
            return Photographs(options.Data);
        if (options.Download && !Cifar10.IsPresent())
            await DownloadAsync(console, cancellation);
        return Cifar10.IsPresent()
            ? Photographs(Cifar10.CacheFolder)
            : Synthetic(
                options, $"Synthetic images, not photographs: there is no CIFAR-10 in {Cifar10.CacheFolder}; --download fetches it");
    }

    static ImageSource Photographs(string path) =>
        new(Cifar10.Load(path), Cifar10.Load(path, Cifar10Part.Test), $"CIFAR-10 from {path}");

    static ImageSource Synthetic(SampleOptions options, string description)
    {
        var training = SyntheticSequences.Images(SyntheticTraining, options.Seed);

        // Another seed: no test image may be a training image.
        var test = SyntheticSequences.Images(SyntheticTest, ~options.Seed);
        return new(training, test, description);
    }

    static async Task DownloadAsync(IAnsiConsole console, CancellationToken cancellation)
    {
        console.WriteLine($"Downloading CIFAR-10 into {Cifar10.CacheFolder}");
        var tenths = 0;
        await Cifar10.DownloadAsync(cancellationToken: cancellation, progress: new Watcher<DownloadProgress>(progress =>
        {
            if (progress.Fraction is not { } fraction || (int)(fraction * 10) <= tenths)
                return;
            tenths = (int)(fraction * 10);
            console.WriteLine($"  {10 * tenths} %");
        }));
    }
}
