namespace LiquidNet.Cells;

/// <summary>What the initial ranges of an <see cref="LtcCell"/> hold for.</summary>
public enum LtcInitialization
{
    /// <summary>For what the equation sees, under either constraint.</summary>
    Effective,

    /// <summary>
    /// For the stored values, as in ncps. With <see cref="LtcConstraints.Implicit"/> the equation then sees their softplus: weights of 0.69
    /// to 1.31 instead of 0.001 to 1.
    /// </summary>
    Raw,
}
