using LiquidNet.Circuits;
using LiquidNet.Equations;

namespace LiquidNet.Onnx.Equations;

/// <summary>An equation whose signals know how often they change, written in as few operators as serve.</summary>
static class PreparedEquation
{
    /// <summary>Prepares an equation.</summary>
    /// <param name="equation">The equation of a step, or of an output.</param>
    /// <param name="state">How often the state changes: at every unfold, or, in an output, once per time step.</param>
    /// <param name="timespan">The length of an unfold where it is the same at every time step, otherwise null.</param>
    public static Signal Of(Signal equation, Tempo state, float? timespan)
    {
        var timed = new Rewriting(new Readers(equation), (_, _) => null, CopyLeaf).Copy(equation);
        var simple = Rewriting.Of(timed, Simplification.Of).Copy(timed);
        return Rewriting.Of(simple, (operation, _) => SummedProducts.Of(operation)).Copy(simple);

        Signal CopyLeaf(Signal leaf, Rewriting rewriting) => leaf switch
        {
            Placeholder { Placement.Region: Region.State } => new Placeholder(Region.State, leaf.Rows, state),
            Placeholder { Placement.Region: Region.Timespan } when timespan is { } length => SignalFunctions.Constant(length),
            Placeholder { Placement.Region: var region } => new Placeholder(region, leaf.Rows, Tempo.Sample),
            _ => leaf,
        };
    }
}
