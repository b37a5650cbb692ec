namespace LiquidNet.Samples;

/// <summary>How an image becomes a sequence.</summary>
enum Arrangement
{
    Rows,
    Columns,
    Patches,
    Held,
}

/// <summary>How the learning rate changes in the course of training.</summary>
enum RateSchedule
{
    Constant,
    Cosine,
    Steps,
}

/// <summary>Everything the command line can say.</summary>
sealed record SampleOptions
{
    public required Arrangement Arrangement { get; init; }

    public required int Units { get; init; }

    public required float TimeConstant { get; init; }

    public bool Saturates { get; init; } = true;

    public int PatchSize { get; init; } = 8;

    public int HeldSteps { get; init; } = 6;

    public required int Epochs { get; init; }

    public required int Batch { get; init; }

    public required float Rate { get; init; }

    public float Momentum { get; init; } = 0.9f;

    public required float WeightDecay { get; init; }

    public float Clip { get; init; } = 1;

    public RateSchedule Schedule { get; init; } = RateSchedule.Cosine;

    public bool Adam { get; init; }

    public bool Flips { get; init; }

    public int Crop { get; init; }

    public int Seed { get; init; } = 1;

    public int Threads { get; init; }

    public string? Data { get; init; }

    public bool Download { get; init; }

    public bool Synthetic { get; init; }

    public int? Images { get; init; }

    /// <summary>The settings that did best for an arrangement within a few minutes on two cores.</summary>
    public static SampleOptions For(Arrangement arrangement) => arrangement == Arrangement.Held
        ? new() { Arrangement = arrangement, Units = 20, TimeConstant = 2, Epochs = 15, Batch = 64, Rate = 0.01f, WeightDecay = 1e-3f }
        : new() { Arrangement = arrangement, Units = 128, TimeConstant = 2, Epochs = 15, Batch = 64, Rate = 0.1f, WeightDecay = 5e-4f };
}
