using LiquidNet.Checks;
using LiquidNet.Training;

namespace LiquidNet.Onnx;

/// <summary>Which inputs an ONNX model has.</summary>
public sealed record OnnxOptions
{
    /// <summary>A fixed timespan of all time steps, in the unit of the model's time constants.</summary>
    /// <value>At least zero and finite, or null. Default: null; timespans are an input of the model. With a number they are not, and what
    /// depends on the timespan is computed at export.</value>
    /// <exception cref="ArgumentOutOfRangeException">The timespan is negative or not finite.</exception>
    public float? Timespan
    {
        get;
        init => field = value is { } timespan ? Require.NotNegative(timespan, "A timespan", nameof(value)) : null;
    }

    /// <summary>Whether a model of sequences has a mask as input, which tells steps from padding.</summary>
    /// <value>Default: false; all sequences of a batch then have the same length. A model of one step cannot have a mask.</value>
    public bool HasMask { get; init; }

    /// <summary>Every option.</summary>
    public override string ToString() => InvariantText.Of(this, PrintMembers);
}
