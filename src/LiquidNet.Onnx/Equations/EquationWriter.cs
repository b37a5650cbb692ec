using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>Writes an equation as nodes, each of its signals where it belongs by how often it changes.</summary>
/// <param name="places">Where nodes are written.</param>
/// <param name="constants">What depends on parameters alone.</param>
/// <param name="tables">The constant numbers of synapses.</param>
/// <param name="received">The values that the equation receives.</param>
sealed class EquationWriter(
    Places places, ConstantValues constants, SynapseTables tables, IReadOnlyDictionary<Region, string> received) : ISignalVisitor
{
    readonly Dictionary<Signal, string> values = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes an equation.</summary>
    /// <param name="root">The prepared equation.</param>
    /// <param name="at">The place where its value is wanted.</param>
    /// <returns>The name of the value [... x rows].</returns>
    public string Write(Signal root, Place at)
    {
        var order = EquationOrder.Of(root);
        var read = ReadIn(order, root);
        foreach (var signal in order.Where(read.Contains))
        {
            if (signal is Placeholder placeholder)
                values[signal] = received[placeholder.Placement.Region];
            else if (signal is Operator operation && signal.Tempo > Tempo.Constant)
                operation.Accept(this);
        }

        return ReadWhole(root, at);
    }

    void ISignalVisitor.Visit(Constant constant) => values[constant] = constants.NameOf(constant, places.Of(constant.Tempo).Graph);

    void ISignalVisitor.Visit(Sum sum) => Combine("Add", sum);

    void ISignalVisitor.Visit(Difference difference) => Combine("Sub", difference);

    void ISignalVisitor.Visit(Product product) => Combine("Mul", product);

    void ISignalVisitor.Visit(Quotient quotient) => Combine("Div", quotient);

    void ISignalVisitor.Visit(Scale scale) => Set(scale, (graph, x) => scale.Factor switch
    {
        1 => x,
        -1 => graph.Apply("Neg", x),
        var factor => graph.Apply("Mul", x, graph.Number(factor)),
    });

    void ISignalVisitor.Visit(Shift shift) => Set(shift, (graph, x) => graph.Apply("Add", x, graph.Number(shift.Addend)));

    void ISignalVisitor.Visit(Elementwise elementwise) =>
        Set(elementwise, (graph, x) => FunctionNodes.Write(graph, elementwise.Function, x));

    void ISignalVisitor.Visit(Softmax softmax) => Set(softmax, (graph, x) => graph.Apply("Softmax", [x], Attributes.FeatureAxis));

    void ISignalVisitor.Visit(Mean mean) => Set(mean, (graph, x) => graph.Apply("ReduceMean", [x], Attributes.FeatureAxes));

    void ISignalVisitor.Visit(Dropout dropout) => Set(dropout, (_, x) => x);

    void ISignalVisitor.Visit(Slice slice) => Set(slice, (graph, x) => graph.Apply(
        "Slice", x, graph.Indices("from", [slice.Start]), graph.Indices("to", [slice.Start + slice.Rows]), graph.Indices("axis", [-1])));

    void ISignalVisitor.Visit(Concatenation concatenation)
    {
        var place = places.Of(concatenation.Tempo);
        var parts = concatenation.Sources.ToArray().Select(source => ReadWhole(source, place)).ToArray();
        values[concatenation] = place.Graph.Apply("Concat", parts, Attributes.FeatureAxis);
    }

    /// <summary>What changes less often is summed first, so that it is there when the rest is added.</summary>
    void ISignalVisitor.Visit(Affine affine)
    {
        var terms = places.PartsOf(affine).ToLookup(term => term.Source.Tempo);
        var addends = new[] { affine.Addend }.OfType<Signal>().ToLookup(addend => addend.Tempo);
        var constant = addends[Tempo.Constant].SingleOrDefault();
        if (terms.Contains(Tempo.Constant))
            constant = new Affine(constant, [.. terms[Tempo.Constant]]);
        string? sum = null;
        foreach (var tempo in (ReadOnlySpan<Tempo>)[Tempo.Sample, Tempo.Unfold])
        {
            if (!terms.Contains(tempo) && !addends.Contains(tempo))
                continue;
            var place = places.Of(tempo);
            if (sum is null && constant is not null)
                sum = constants.NameOf(constant, place.Graph);
            foreach (var addend in addends[tempo])
                sum = place.Add(sum, Read(addend, place));
            foreach (var (source, weights, offset) in terms[tempo])
                sum = place.AddProduct(sum, Read(source, place), constants.Matrix((Parameter)weights, offset, source.Rows, place.Graph));
            if (tempo < affine.Tempo)
                sum = places.ToUnfold(sum!, affine.Rows);
        }

        values[affine] = sum!;
    }

    void ISignalVisitor.Visit(SynapticSum synapses)
    {
        var place = places.Of(synapses.Tempo);
        values[synapses] = new SynapseNodes(place, tables, signal => Read(signal, place)).Write(synapses);
    }

    void Set(Operator operation, Func<Graph, string, string> write)
    {
        var place = places.Of(operation.Tempo);
        values[operation] = write(place.Graph, Read(operation.Sources[0], place));
    }

    void Combine(string type, Operator operation)
    {
        var place = places.Of(operation.Tempo);
        values[operation] = place.Graph.Apply(type, Read(operation.Sources[0], place), Read(operation.Sources[1], place));
    }

    /// <summary>A signal as operators read it that repeat what is the same for all samples.</summary>
    string Read(Signal signal, Place at) => signal.Tempo switch
    {
        Tempo.Constant => constants.NameOf(signal, at.Graph),
        Tempo.Sample when at == places.Unfold => places.ToUnfold(values[signal], signal.Rows),
        _ => values[signal],
    };

    /// <summary>A signal with a value for every sample.</summary>
    string ReadWhole(Signal signal, Place at) =>
        signal.Tempo == Tempo.Constant ? at.Repeat(constants.NameOf(signal, at.Graph), signal.Rows) : Read(signal, at);

    /// <summary>What has to be computed: of a concatenation that is multiplied part by part, the parts.</summary>
    HashSet<Signal> ReadIn(IReadOnlyList<Signal> order, Signal root)
    {
        var read = new HashSet<Signal>(ReferenceEqualityComparer.Instance) { root };
        foreach (var signal in order.Reverse().Where(read.Contains))
        {
            if (signal is Affine affine)
                read.UnionWith(places.PartsOf(affine).Select(term => term.Source).Prepend(affine.Addend).OfType<Signal>());
            else if (signal is Operator operation)
                read.UnionWith(operation.Sources.ToArray());
        }

        return read;
    }
}
