namespace LiquidNet;

/// <summary>Why a <see cref="StreamPool{TKey}"/>, or a pool of learners, did not take a reading.</summary>
public enum Refusal
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>A value is not finite, and not one that the model takes as missing.</summary>
    Input,

    /// <summary>The elapsed time is negative, not finite, or so long that the cell's solver would be unstable.</summary>
    Elapsed,

    /// <summary>The next state or the prediction would not be finite.</summary>
    NotFinite,

    /// <summary>Its time stamp is before that of the last reading for its key.</summary>
    Late,
}
