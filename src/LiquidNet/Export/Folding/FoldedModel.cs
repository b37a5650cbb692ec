using LiquidNet.Circuits;
using LiquidNet.Circuits.Fusions;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Export.C;
using LiquidNet.Kernels;
using LiquidNet.Runs;

namespace LiquidNet.Export.Folding;

/// <summary>
/// A network's equations as they are exported: everything that depends on parameters alone is a table of numbers, sums are ordered by
/// tempo, and what is computed twice is computed once.
/// </summary>
/// <remarks>The tables are parameters of its own: who rounds them changes no network.</remarks>
sealed class FoldedModel
{
    readonly LiquidNetwork network;
    readonly CNames names = new();
    readonly HashSet<Parameter> tables = [];
    readonly Dictionary<Parameter, Parameter> tableOf = [];

    /// <summary>Folds the equations of a network, with its parameters as they are.</summary>
    public FoldedModel(LiquidNetwork network)
    {
        this.network = network;
        var model = network.Model;
        model.ApplyConstraints();
        Next = Fold(model.Step.Equation, model.Unfolds is { IsFixed: true, MaxCount: 1 } ? Tempo.Sample : Tempo.Unfold);
        Predictions = Fold(model.Predictions.Equation, Tempo.Sample);
    }

    /// <summary>The next state; computed once a step, or at every unfold.</summary>
    public Operator Next { get; }

    /// <summary>What is read out of the state.</summary>
    public Operator Predictions { get; }

    /// <summary>The parameters that are matrices of weights or belong to synapses.</summary>
    public IEnumerable<Parameter> Weights => EquationOrder.Of(Next, Predictions)
        .SelectMany(signal => signal switch
        {
            Affine map => map.Terms.Select(term => term.Weights),
            SynapticSum sum => [sum.Weight, sum.Midpoint, sum.Steepness],
            _ => Enumerable.Empty<Signal>(),
        })
        .OfType<Parameter>().Distinct();

    /// <summary>A network that computes what the tables hold.</summary>
    public LiquidNetwork ToNetwork() => new(
        new FoldedCell(network.InputSize, Next, network.Model.Unfolds), new FoldedReadout(network.Model.StateSize, Predictions));

    /// <summary>Rewrites an equation; its result is computed at a tempo, whatever it is made of.</summary>
    Operator Fold(Signal equation, Tempo tempo)
    {
        var placeholders = new Dictionary<Region, Placeholder>();
        var root = new Rewriting(new Readers(equation), Simplify, CopyLeaf).Copy(equation);
        root = Rewriting.Of(root, Addends.Match).Copy(root);
        root = Rewriting.Of(root, Simplify).Copy(root);
        root = new Rewriting(new Readers(root), FoldConstant, ToTable).Copy(root);
        return root is Operator operation and not (Slice or Constant) && operation.Tempo == tempo
            ? operation
            : new Concatenation(tempo, root);

        Signal ToTable(Signal leaf, Rewriting rewriting) => leaf is Parameter parameter ? TableOf(parameter) : leaf;

        Signal CopyLeaf(Signal signal, Rewriting rewriting)
        {
            if (signal is Parameter)
                return signal;
            var region = signal.Placement.Region;
            if (!placeholders.TryGetValue(region, out var copy))
                placeholders.Add(region, copy = new(region, signal.Rows, region == Region.State ? tempo : Tempo.Sample));
            return copy;
        }
    }

    /// <summary>Nothing is dropped outside training, and joined signals that are joined again are joined once.</summary>
    static Signal? Simplify(Operator operation, Readers readers) => operation switch
    {
        Dropout dropout => dropout.Source,
        Concatenation whole when whole.Sources.ToArray().Any(part => part is Concatenation) => new Concatenation(
            [.. whole.Sources.ToArray().SelectMany(part => part is Concatenation inner ? inner.Sources.ToArray() : [part])]),
        _ => Simplification.Of(operation, readers),
    };

    /// <summary>A table in the place of an operator that depends on parameters alone.</summary>
    Parameter? FoldConstant(Operator operation, Readers readers) => operation is { Tempo: Tempo.Constant } and not Constant
        ? Add(string.Join('_', EquationOrder.ParametersOf(operation).Select(NameOf)), operation.Rows, 1, ValuesOf(operation))
        : null;

    /// <summary>The table of a parameter, unless it is one already.</summary>
    Parameter TableOf(Parameter parameter)
    {
        if (tables.Contains(parameter))
            return parameter;
        if (!tableOf.TryGetValue(parameter, out var table))
        {
            table = Add(NameOf(parameter), parameter.Rows, parameter.Columns, parameter.GetEffectiveValues());
            tableOf.Add(parameter, table);
        }

        return table;
    }

    Parameter Add(string name, int rows, int columns, float[] values)
    {
        if (!Finite.All(values))
            throw new InvalidOperationException($"'{name}' of network '{network}' is not finite: restore or replace it before exporting.");
        var table = new Parameter(names.Unique(name), rows, columns, values);
        tables.Add(table);
        return table;
    }

    string NameOf(Parameter parameter) => network.Parameters.NameOf(network.Parameters.IndexOf(parameter));

    /// <summary>What a signal of parameters alone is, as the library itself computes it.</summary>
    static float[] ValuesOf(Signal constant)
    {
        var run = new StatelessRun(Circuit.CompileOutput(constant), inputSize: 0, lanes: 1);
        run.Prepare();
        return run.Run().ToArray();
    }
}
