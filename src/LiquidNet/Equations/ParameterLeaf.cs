namespace LiquidNet.Equations;

/// <summary>A circuit's own reference to a parameter.</summary>
sealed class ParameterLeaf : Signal
{
    public ParameterLeaf(Parameter parameter, Placement placement)
        : base(parameter.Rows)
    {
        Parameter = parameter;
        Placement = placement;
    }

    public Parameter Parameter { get; }

    /// <inheritdoc/>
    public override string ToString() => Parameter.ToString();
}
