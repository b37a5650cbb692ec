using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Onnx.Equations;

/// <summary>An equation whose signals know how often they change, written in as few operators as serve.</summary>
static class PreparedEquation
{
    static readonly Replacement[] Passes =
        [(operation, _) => NumberOf(operation), Simplification.Of, (operation, _) => SummedProducts.Of(operation)];

    /// <summary>Prepares an equation.</summary>
    /// <param name="equation">The equation of a step, or of an output.</param>
    /// <param name="state">How often the state changes: at every unfold, or, in an output, once per time step.</param>
    /// <param name="timespan">The length of an unfold where it is the same at every time step, otherwise null.</param>
    public static Signal Of(Signal equation, Tempo state, float? timespan)
    {
        var prepared = new Rewriting(new Readers(equation), (_, _) => null, CopyLeaf).Copy(equation);
        foreach (var pass in Passes)
            prepared = Rewriting.Of(prepared, pass).Copy(prepared);
        return prepared;

        Signal CopyLeaf(Signal leaf, Rewriting rewriting) => leaf switch
        {
            Placeholder { Placement.Region: Region.State } => new Placeholder(Region.State, leaf.Rows, state),
            Placeholder { Placement.Region: Region.Timespan } when timespan is { } length => SignalFunctions.Constant(length),
            Placeholder { Placement.Region: var region } => new Placeholder(region, leaf.Rows, Tempo.Sample),
            _ => leaf,
        };
    }

    /// <summary>A part of the timespan is a number where the timespan is one.</summary>
    static Constant? NumberOf(Operator operation) =>
        operation is Scale { Factor: var factor, Sources: [Constant constant] } ? new Constant(factor * constant.Number) : null;
}
