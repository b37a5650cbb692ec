namespace LiquidNet.Equations;

/// <summary>A circuit's own reference to a parameter.</summary>
sealed class ParameterLeaf : Signal
{
    public ParameterLeaf(Parameter parameter, Placement placement)
        : base(parameter.Rows, Tempo.Constant)
    {
        Parameter = parameter;
        Placement = placement;
    }

    public Parameter Parameter { get; }
}
