namespace LiquidNet;

/// <summary>Why a <see cref="StreamPool{TKey}"/>, or a pool of learners, refused a reading.</summary>
public enum Refusal
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>A value is not finite, and the model does not accept it as missing.</summary>
    Input,

    /// <summary>The elapsed time is negative, not finite, or so long that the solver of the cell would be unstable.</summary>
    Elapsed,

    /// <summary>The next state or the prediction would not be finite.</summary>
    NotFinite,

    /// <summary>Its time stamp is older than that of the last reading of its key.</summary>
    Late,
}
