using LiquidNet.Import;

namespace LiquidNet.Samples;

/// <summary>Everything the command line can say.</summary>
sealed record SampleOptions
{
    /// <summary>The checkpoint, or null for the one that the program carries.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Inputs and what Python gave for them, or null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>What the keys of the linear layer begin with, or null for none.</summary>
    public string? Head { get; init; }

    public required NcpsOptions Model { get; init; }

    public int Epochs { get; init; } = 20;

    /// <summary>Where the model goes, or null for a file beside other temporary ones.</summary>
    public string? Save { get; init; }
}
