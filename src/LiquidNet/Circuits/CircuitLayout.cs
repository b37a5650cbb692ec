using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>Lays the operators of a compiled equation out in memory: gives each result, and each adjoint that is summed, a place.</summary>
sealed class CircuitLayout
{
    readonly Readers readers;
    readonly HashSet<Signal> placed = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> byLane = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> withAdjoint = new(ReferenceEqualityComparer.Instance);

    CircuitLayout(CircuitCompiler compiler, bool isStep)
    {
        (Root, Operators, Leaves) = (compiler.Root, compiler.Operators, compiler.Leaves);
        if (isStep ? Root is not Operator { IsProduct: false, Tempo: Tempo.Unfold } or Slice : Root.Tempo == Tempo.Constant)
        {
            var copy = new Concatenation(isStep ? Tempo.Unfold : Tempo.Sample, Root);
            Operators.Add((Operator)(Root = copy.CopyFor([Root], Operators.Count)));
        }

        if (isStep)
            Place(Root, new Placement(Region.Next, 0));

        readers = new Readers(Root);
        foreach (var operation in Operators)
            MarkConstants(operation);

        for (var index = Operators.Count - 1; index >= 0; index--)
            PlaceParts(Operators[index]);
        foreach (var leaf in Leaves)
            PlaceLeaf(leaf);
        foreach (var operation in Operators)
            PlaceResult(operation);
    }

    public Signal Root { get; }

    public List<Operator> Operators { get; }

    public List<ParameterLeaf> Leaves { get; }

    public int[] Rows { get; } = new int[Placement.Regions];

    public int AdjointRows { get; private set; }

    public int LaneRows { get; private set; }

    public static CircuitLayout OfStep(CircuitCompiler next) => new(next, isStep: true);

    public static CircuitLayout OfOutput(CircuitCompiler output) => new(output, isStep: false);

    /// <summary>Whether a result may take the place of its source: a product, or rows of one, that nobody else reads.</summary>
    bool MayReplaceSource(Operator operation)
    {
        if (operation is not UnaryOperator { MayReplaceSource: true } || !readers.AreSingle(operation.Sources[0]))
            return false;
        var whole = operation.Sources[0] is Slice slice ? slice.Sources[0] : operation.Sources[0];
        return whole is Operator { IsProduct: true }
            && readers.Of(whole).All(other => other == operation || IsApart(other, operation.Sources[0]));

        static bool IsApart(Operator other, Signal rows) => other == rows
            || (other is Slice a && rows is Slice b && (a.Start + a.Rows <= b.Start || b.Start + b.Rows <= a.Start));
    }

    /// <summary>Finds the constants that need an adjoint, and those whose adjoint is summed lane by lane.</summary>
    void MarkConstants(Operator operation)
    {
        if (operation is Dropout { Source.Tempo: Tempo.Constant })
            throw new InvalidOperationException("Dropout is for what flows through the equation, not for a signal of parameters alone.");
        for (var index = 0; index < operation.Sources.Length; index++)
        {
            var source = operation.Sources[index];
            if (source is ParameterLeaf { Parameter: { Columns: > 1 } matrix } && !operation.IsWeights(index))
                throw new InvalidOperationException($"Matrix {matrix} is used element by element; multiply by it with Affine.");
            if (source.Tempo != Tempo.Constant || operation.IsWeights(index))
                continue;
            for (; ; source = ((Slice)source).Sources[0])
            {
                withAdjoint.Add(source);
                if (operation.Tempo != Tempo.Constant && operation.AccumulatesByLane(index))
                    byLane.Add(source);
                if (source is not Slice)
                    break;
            }
        }
    }

    /// <summary>Places the parts of a concatenation within it where nothing speaks against it, so that they need no copy.</summary>
    void PlaceParts(Operator operation)
    {
        if (operation is not Concatenation whole || operation.Tempo == Tempo.Constant)
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

    void PlaceResult(Operator operation)
    {
        if (operation is Slice slice)
            Place(operation, slice.Sources[0].Placement.Skip(slice.Start));
        else if (!placed.Contains(operation) && MayReplaceSource(operation))
            Place(operation, operation.Sources[0].Placement);
        else if (!placed.Contains(operation))
            PlaceNew(operation);
    }

    void PlaceNew(Operator operation)
    {
        var region = (operation.Tempo, operation.IsProduct) switch
        {
            (Tempo.Constant, _) => Region.Constant,
            (Tempo.Sample, false) => Region.Sample,
            (Tempo.Sample, true) => Region.SampleProduct,
            (Tempo.Unfold, false) => Region.Unfold,
            (_, _) => Region.UnfoldProduct,
        };
        var placement = new Placement(region, Rows[(int)region]);
        Rows[(int)region] += operation.Rows;
        Place(operation, region == Region.Constant ? WithAdjoints(operation, placement) : placement);
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
