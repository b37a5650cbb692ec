using LiquidNet.Circuits.Fusions;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits;

/// <summary>Turns an equation into the operators of a circuit: finds their tempos, and fuses what is computed faster together.</summary>
sealed class CircuitCompiler
{
    /// <summary>In this order: what divides or moves is found while its parts are still as they are written.</summary>
    static readonly Replacement[] Passes =
        [ImplicitStep.Match, RiccatiFlow.Match, Lerp.Match, TimedAffine.Match, Addends.Match, SynapticPair.Match];

    readonly Tempo stateTempo;
    readonly Tempo timespanTempo;

    /// <summary>Compiles an equation.</summary>
    /// <param name="equation">The equation as it is written.</param>
    /// <param name="stateTempo">How often it gets a new state.</param>
    /// <param name="timespanTempo">How often it gets a new timespan.</param>
    public CircuitCompiler(Signal equation, Tempo stateTempo, Tempo timespanTempo)
    {
        (this.stateTempo, this.timespanTempo) = (stateTempo, timespanTempo);
        var dropouts = 0;
        var first = new Rewriting(new Readers(equation), Simplification.Of, CopyLeaf);
        var root = first.Copy(equation);
        foreach (var dropout in first.Operators.OfType<Dropout>())
            dropout.Mask = dropouts++;
        foreach (var pass in Passes)
            root = Rewriting.Of(root, pass).Copy(root);
        var last = Rewriting.Of(root, Simplification.Of);
        Root = last.Copy(root);
        Operators = last.Operators;
    }

    /// <summary>The result.</summary>
    public Signal Root { get; }

    /// <summary>All operators, each after its sources.</summary>
    public List<Operator> Operators { get; }

    /// <summary>The parameters in the order in which the equation reads them first.</summary>
    public List<ParameterLeaf> Leaves { get; } = [];

    Signal CopyLeaf(Signal signal, Rewriting rewriting)
    {
        if (signal is not Parameter parameter)
        {
            var region = signal.Placement.Region;
            var tempo = region switch
            {
                Region.State => stateTempo,
                Region.Timespan => timespanTempo,
                _ => Tempo.Sample,
            };
            return new Placeholder(region, signal.Rows, tempo);
        }

        var leaf = new ParameterLeaf(parameter, new Placement(Region.Parameter, 0, Leaves.Count));
        Leaves.Add(leaf);
        return parameter.IsPositive ? rewriting.Add(new Elementwise<Softplus>(leaf), leaf) : leaf;
    }
}
