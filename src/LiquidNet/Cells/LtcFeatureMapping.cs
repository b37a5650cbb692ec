namespace LiquidNet.Cells;

/// <summary>What happens to each feature on its way into or out of a cell.</summary>
public enum LtcFeatureMapping
{
    /// <summary>A factor and an addend of its own: <c>w x + b</c>.</summary>
    Affine,

    /// <summary>A factor of its own: <c>w x</c>.</summary>
    Linear,

    /// <summary>Nothing.</summary>
    None,
}
