using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>Where the parts of an equation are computed, by how often they change.</summary>
sealed class Places
{
    readonly ScanBody? scan;
    readonly bool splitsProducts;

    /// <summary>All parts in one place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="splitsProducts">Whether products with the input and with the state are separate, so that the former are computed once
    /// for several unfolds.</param>
    public Places(Place place, bool splitsProducts) => (Sample, Unfold, this.splitsProducts) = (place, place, splitsProducts);

    /// <summary>What does not depend on the state before a Scan, for all time steps at once; the rest within it.</summary>
    public Places(Place sample, ScanBody scan)
    {
        this.scan = scan;
        Sample = sample;
        Unfold = new Place(scan.Graph, IsTimed: false, scan.State);
        splitsProducts = true;
    }

    /// <summary>Where what depends on the state is computed.</summary>
    public Place Unfold { get; }

    Place Sample { get; }

    /// <summary>Where what changes at a tempo is computed.</summary>
    public Place Of(Tempo tempo) => tempo == Tempo.Unfold ? Unfold : Sample;

    /// <summary>A value that changes once per time step, as it is seen where what depends on the state is computed.</summary>
    public string ToUnfold(string value, int rows) => scan is null ? value : scan.Import(value, rows);

    /// <summary>The products of an affine map.</summary>
    public IEnumerable<AffineTerm> PartsOf(Affine affine) => affine.Terms.SelectMany(PartsOf);

    IEnumerable<AffineTerm> PartsOf(AffineTerm term)
    {
        if (!splitsProducts || term.Source is not Concatenation { Sources: var sources } || AreEqual(sources))
            return [term];
        var offset = term.Offset;
        var parts = new List<AffineTerm>();
        foreach (var source in sources)
        {
            parts.AddRange(PartsOf(new AffineTerm(source, term.Weights, offset)));
            offset += source.Rows;
        }

        return parts;
    }

    static bool AreEqual(ReadOnlySpan<Signal> sources)
    {
        foreach (var source in sources)
        {
            if (source.Tempo != sources[0].Tempo)
                return false;
        }

        return true;
    }
}
