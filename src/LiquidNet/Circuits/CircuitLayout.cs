using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits;

/// <summary>Lays an equation out in memory: copies its operators, merges equal ones, and gives each result a place.</summary>
sealed class CircuitLayout
{
    readonly Dictionary<Signal, Signal> copies = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<(Type Type, object? Attributes, string Sources), Operator> known = [];
    readonly Dictionary<Signal, int> identities = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, List<Operator>> readers = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> placed = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> byLane = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> withAdjoint = new(ReferenceEqualityComparer.Instance);

    CircuitLayout(Signal root, bool isStep)
    {
        Root = Copy(root);
        if (isStep)
        {
            if (Root is not Operator { IsProduct: false, Tempo: Tempo.Unfold } or Slice)
                Root = Add(new Concatenation(Tempo.Unfold, Root));
            Place(Root, new Placement(Region.Next, 0));
        }

        foreach (var step in Operators)
        {
            NoteReads(step);
            MarkConstants(step);
        }

        for (var index = Operators.Count - 1; index >= 0; index--)
            PlaceParts(Operators[index]);
        foreach (var leaf in Leaves)
            PlaceLeaf(leaf);
        foreach (var step in Operators)
            PlaceResult(step);
    }

    public Signal Root { get; }

    public List<Operator> Operators { get; } = [];

    public List<Parameter> Parameters { get; } = [];

    public List<ParameterLeaf> Leaves { get; } = [];

    public int[] Rows { get; } = new int[Placement.Regions];

    public int AdjointRows { get; private set; }

    public int LaneRows { get; private set; }

    public static CircuitLayout OfStep(Signal next) => new(next, isStep: true);

    public static CircuitLayout OfOutput(Signal output) => new(output, isStep: false);

    /// <summary>The circuit's own copy of a signal, made from copies of its sources.</summary>
    Signal Copy(Signal signal)
    {
        if (copies.TryGetValue(signal, out var copy))
            return copy;
        copy = signal switch
        {
            Operator step => Add(step, [.. step.Sources.ToArray().Select(Copy)]),
            Parameter parameter => Copy(parameter),
            _ => new Placeholder(signal.Placement.Region, signal.Rows, signal.Tempo),
        };
        copies.Add(signal, copy);
        return copy;
    }

    Signal Copy(Parameter parameter)
    {
        var leaf = new ParameterLeaf(parameter, new Placement(Region.Parameter, 0, Parameters.Count));
        Parameters.Add(parameter);
        Leaves.Add(leaf);
        return parameter.IsPositive ? Add(new Elementwise<Softplus>(leaf)) : leaf;
    }

    Operator Add(Operator step) => Add(step, step.Sources.ToArray());

    /// <summary>Takes an operator into the circuit, unless an equal one is there already.</summary>
    Operator Add(Operator step, Signal[] sources)
    {
        var key = (step.GetType(), step.Attributes, string.Join(',', sources.Select(Identity)));
        if (known.TryGetValue(key, out var equal))
            return equal;
        var copy = step.CopyFor(sources, Operators.Count);
        copy.Placement = new Placement((Region)(-1), 0);
        Operators.Add(copy);
        known.Add(key, copy);
        return copy;
    }

    int Identity(Signal signal)
    {
        if (!identities.TryGetValue(signal, out var identity))
            identities.Add(signal, identity = identities.Count);
        return identity;
    }

    void NoteReads(Operator step)
    {
        foreach (var source in step.Sources)
        {
            if (!readers.TryGetValue(source, out var known))
                readers.Add(source, known = []);
            known.Add(step);
        }
    }

    /// <summary>Whether a result may take the place of its source: a product, or rows of one, that nobody else reads.</summary>
    bool MayReplaceSource(Operator step)
    {
        if (step is not UnaryOperator { MayReplaceSource: true } || readers[step.Sources[0]].Count > 1)
            return false;
        var whole = step.Sources[0] is Slice slice ? slice.Sources[0] : step.Sources[0];
        return whole is Operator { IsProduct: true } && readers[whole].TrueForAll(other => other == step || IsApart(other, step.Sources[0]));

        static bool IsApart(Operator other, Signal rows) => other == rows
            || (other is Slice a && rows is Slice b && (a.Start + a.Rows <= b.Start || b.Start + b.Rows <= a.Start));
    }

    /// <summary>Finds the constants that need an adjoint, and those whose adjoint is summed lane by lane.</summary>
    void MarkConstants(Operator step)
    {
        for (var index = 0; index < step.Sources.Length; index++)
        {
            var source = step.Sources[index];
            if (source is ParameterLeaf { Parameter: { Columns: > 1 } matrix } && !step.IsWeights(index))
                throw new InvalidOperationException($"Matrix {matrix} is used element by element; multiply by it with Affine.");
            if (source.Tempo != Tempo.Constant || step.IsWeights(index))
                continue;
            for (; ; source = ((Slice)source).Sources[0])
            {
                withAdjoint.Add(source);
                if (step.Tempo != Tempo.Constant && step.AccumulatesByLane(index))
                    byLane.Add(source);
                if (source is not Slice)
                    break;
            }
        }
    }

    /// <summary>Places the parts of a concatenation within it where nothing speaks against it, so that they need no copy.</summary>
    void PlaceParts(Operator step)
    {
        if (step is not Concatenation whole || step.Tempo == Tempo.Constant)
            return;
        if (!placed.Contains(whole))
            PlaceNew(whole);
        var row = 0;
        foreach (var part in whole.Sources)
        {
            if (part is Operator { IsProduct: false } and not Slice && part.Tempo == whole.Tempo && !placed.Contains(part))
                Place(part, whole.Placement.Skip(row));
            row += part.Rows;
        }
    }

    void PlaceLeaf(ParameterLeaf leaf) => leaf.Placement = WithAdjoints(leaf, leaf.Placement);

    void PlaceResult(Operator step)
    {
        if (step is Slice slice)
            Place(step, slice.Sources[0].Placement.Skip(slice.Start));
        else if (!placed.Contains(step) && MayReplaceSource(step))
            Place(step, step.Sources[0].Placement);
        else if (!placed.Contains(step))
            PlaceNew(step);
    }

    void PlaceNew(Operator step)
    {
        var region = (step.Tempo, step.IsProduct) switch
        {
            (Tempo.Constant, _) => Region.Constant,
            (Tempo.Sample, false) => Region.Sample,
            (Tempo.Sample, true) => Region.SampleProduct,
            (Tempo.Unfold, false) => Region.Unfold,
            (_, _) => Region.UnfoldProduct,
        };
        var placement = new Placement(region, Rows[(int)region]);
        Rows[(int)region] += step.Rows;
        Place(step, region == Region.Constant ? WithAdjoints(step, placement) : placement);
    }

    void Place(Signal signal, Placement placement)
    {
        signal.Placement = placement;
        placed.Add(signal);
    }

    Placement WithAdjoints(Signal signal, Placement placement)
    {
        if (withAdjoint.Contains(signal))
        {
            placement = placement with { AdjointRow = AdjointRows };
            AdjointRows += signal.Rows;
        }

        if (byLane.Contains(signal))
        {
            placement = placement with { LaneRow = LaneRows };
            LaneRows += signal.Rows;
        }

        return placement;
    }
}
