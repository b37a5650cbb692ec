namespace LiquidNet.Cells;

/// <summary>How an <see cref="LtcCell"/> maps each feature on its way in or out, element by element.</summary>
public enum LtcFeatureMapping
{
    /// <summary>A weight and a bias per feature: <c>w x + b</c>.</summary>
    Affine,

    /// <summary>A weight per feature: <c>w x</c>.</summary>
    Linear,

    /// <summary>No mapping: <c>x</c> itself.</summary>
    None,
}
