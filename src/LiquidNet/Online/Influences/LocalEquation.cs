using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Online.Influences;

/// <summary>The equation of an unfold, cut where rows mix: each synapse is given what it reads, and the products of matrices are
/// given.</summary>
/// <remarks>
/// <para>What is left goes row by row, so that one sweep back finds all its derivatives, where the whole equation needs a sweep for each
/// row; the chain rule joins them at the cuts, at the cost of the synapses and weights.</para>
/// <para>Only what comes first is cut: products and synapses that read nothing which was mixed before.</para>
/// </remarks>
sealed class LocalEquation
{

    readonly Dictionary<Signal, int> sources = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Operator, int> places = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<(Signal Source, IndexList Rows), int> placesOfSynapses = [];
    readonly List<LocalTerm[]> given = [];
    readonly int stateSize;

    /// <summary>Cuts an equation.</summary>
    /// <param name="next">The equation of the next state; it stays as it is.</param>
    /// <param name="stateSize">Rows of the state.</param>
    public LocalEquation(Signal next, int stateSize)
    {
        this.stateSize = stateSize;
        var order = EquationOrder.Of(next);
        Find(order);
        Next = Cut(order, Placeholder.State(StateSize));
        Sources = sources.Count switch
        {
            0 => null,
            1 => sources.Keys.Single(),
            _ => new Concatenation([.. sources.OrderBy(source => source.Value).Select(source => source.Key)]),
        };
    }

    /// <summary>The next state, given the state and, below it, what was cut.</summary>
    public Signal Next { get; }

    /// <summary>Rows of the state and of what was cut.</summary>
    public int StateSize => stateSize + given.Count;

    /// <summary>What synapses and matrices read beside the state itself; null where there is nothing else.</summary>
    public Signal? Sources { get; }

    /// <summary>Whether that stays as it is while the state moves.</summary>
    public bool AreSourcesSteady =>
        Sources is null || !EquationOrder.Of(Sources).Any(signal => signal is Placeholder { Placement.Region: Region.State });

    /// <summary>For each row that was cut, what it is the sum of.</summary>
    public IReadOnlyList<LocalTerm[]> Given => given;

    /// <summary>Finds what is cut, and what it reads.</summary>
    void Find(IReadOnlyList<Signal> order)
    {
        var mixed = new HashSet<Signal>(ReferenceEqualityComparer.Instance);
        foreach (var operation in order.OfType<Operator>())
        {
            if (operation is SynapticSum sum && !mixed.Contains(sum.Source))
                Give(sum);
            else if (operation is Affine affine && !affine.Terms.Any(term => mixed.Contains(term.Source)))
                Give(affine);
            if (operation is Affine or SynapticSum or Softmax or Mean || operation.Sources.ToArray().Any(mixed.Contains))
                mixed.Add(operation);
        }
    }

    /// <summary>Gives each synapse its source; sums over the same synapses share them.</summary>
    void Give(SynapticSum sum)
    {
        if (!placesOfSynapses.TryGetValue((sum.Source, sum.SourceRows), out var place))
        {
            placesOfSynapses.Add((sum.Source, sum.SourceRows), place = StateSize);
            var first = SourceOf(sum.Source);
            foreach (var row in sum.SourceRows.Items)
                given.Add([new LocalTerm(first + row, null, 0)]);
        }

        places.Add(sum, place);
    }

    void Give(Affine affine)
    {
        places.Add(affine, StateSize);
        for (var output = 0; output < affine.Rows; output++)
        {
            given.Add(
            [
                .. from term in affine.Terms
                   let matrix = (Parameter)term.Weights
                   from row in Enumerable.Range(0, term.Source.Rows)
                   let weight = output * matrix.Rows + term.Offset + row
                   where ElementTable.IsPresent(matrix, weight)
                   select new LocalTerm(SourceOf(term.Source) + row, matrix, weight),
            ]);
        }
    }

    /// <summary>Where the rows of a source begin: those of the state come first.</summary>
    int SourceOf(Signal source)
    {
        if (source is Placeholder { Placement.Region: Region.State })
            return 0;
        if (!sources.TryGetValue(source, out var first))
            sources.Add(source, first = stateSize + sources.Keys.Sum(other => other.Rows));
        return first;
    }

    Signal Cut(IReadOnlyList<Signal> order, Placeholder state)
    {
        var copies = new Dictionary<Signal, Signal>(ReferenceEqualityComparer.Instance);
        foreach (var signal in order)
            copies.Add(signal, CopyOf(signal));
        return copies[order[^1]];

        Signal CopyOf(Signal signal) => signal switch
        {
            Placeholder { Placement.Region: Region.State } => new Slice(state, 0, stateSize),
            SynapticSum sum when places.TryGetValue(sum, out var place) => new SynapticSum(
                new Slice(state, place, sum.SourceRows.Items.Length), copies[sum.Weight], copies[sum.Midpoint], copies[sum.Steepness],
                new IndexList([.. Enumerable.Range(0, sum.SourceRows.Items.Length)]), sum.Starts),
            Affine { Addend: null } affine when places.TryGetValue(affine, out var place) => new Slice(state, place, affine.Rows),
            Affine { Addend: { } addend } affine when places.TryGetValue(affine, out var place) =>
                copies[addend] + new Slice(state, place, affine.Rows),
            Operator operation => operation.CopyFor(Array.ConvertAll(operation.Sources.ToArray(), source => copies[source]), index: 0),
            _ => signal,
        };
    }
}

/// <summary>A term of what was cut: a row of what is read, times a weight or as it is.</summary>
/// <param name="Source">The row, of the state or, below it, of the other sources.</param>
/// <param name="Weights">The weights; null for a row as it is.</param>
/// <param name="Weight">Which of them.</param>
readonly record struct LocalTerm(int Source, Parameter? Weights, int Weight);
