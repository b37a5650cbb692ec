using LiquidNet.Checks;

namespace LiquidNet.Onnx;

/// <summary>What an ONNX model takes from outside.</summary>
public sealed record OnnxOptions
{
    /// <summary>The timespan of every time step, in the unit of the model's time constants, where it is always the same.</summary>
    /// <value>At least zero and finite, or null. Default: null, and the model has an input for timespans. With a number it has none, and
    /// what follows from the timespan is computed while exporting.</value>
    /// <exception cref="ArgumentOutOfRangeException">The timespan is negative or not finite.</exception>
    public float? Timespan
    {
        get;
        init => field = value is { } timespan ? Require.NotNegative(timespan, "A timespan", nameof(value)) : null;
    }

    /// <summary>Whether a model of sequences takes a mask, which says where a sequence has a step and where it is padded.</summary>
    /// <value>Default: false, and all sequences of a batch are equally long. A model of one step takes none.</value>
    public bool HasMask { get; init; }
}
