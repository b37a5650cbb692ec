namespace LiquidNet.Cells;

/// <summary>What the initial ranges of an <see cref="LtcCell"/> refer to.</summary>
public enum LtcInitialization
{
    /// <summary>What the equation sees lies in the ranges, under any constraints.</summary>
    Effective,

    /// <summary>
    /// The values themselves lie in the ranges, as ncps draws them. With <see cref="LtcConstraints.Implicit"/> the equation then sees
    /// softplus of them: weights of 0.69 to 1.31 instead of 0.001 to 1.
    /// </summary>
    Raw,
}
