using System.Collections;
using LiquidNet.Equations;

namespace LiquidNet.Online.Influences;

/// <summary>The derivatives of what was cut from an equation, by what it was computed from.</summary>
/// <remarks>All its numbers lie in one array: a one, what is read at the cuts, the parameters, and the derivatives.</remarks>
sealed class LocalChain
{
    const int One = 0;
    const int FirstSource = 1;

    readonly ElementTable elements;
    readonly ParameterSet parameters;
    readonly int sourceRows;
    readonly Multiplication[] values;
    readonly Multiplication[] products;
    readonly Copy[][] copies;
    readonly (int Element, int Number)[][] derivatives;
    readonly float[] numbers;

    /// <param name="local">The equation that was cut.</param>
    /// <param name="elements">What rows depend on.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="dependencies">For each row that is read at a cut, what it depends on.</param>
    public LocalChain(LocalEquation local, ElementTable elements, ParameterSet parameters, BitArray[] dependencies)
    {
        (this.elements, this.parameters, sourceRows) = (elements, parameters, dependencies.Length);
        var count = FirstParameter + elements.Count - elements.StateSize;
        var ofSources = Array.ConvertAll(dependencies, found => Elements(found).Select(element => (element, count++)).ToArray());
        copies = Array.ConvertAll(ofSources, of => of.Select(pair => new Copy(pair.Item2, pair.element, 1)).ToArray());
        values =
        [
            .. local.Given.SelectMany((terms, row) => terms.Select(
                term => new Multiplication(row, FactorOf(term), FirstSource + term.Source))),
        ];
        var multiplied = new List<Multiplication>();
        derivatives = [.. local.Given.Select(DerivativesOf)];
        products = [.. multiplied];
        numbers = new float[count];
        numbers[One] = 1;

        (int Element, int Number)[] DerivativesOf(LocalTerm[] terms)
        {
            if (terms is [{ Weights: null, Source: var source }])
                return ofSources[source];
            var found = new Dictionary<int, int>();
            foreach (var term in terms)
            {
                foreach (var (element, number) in ofSources[term.Source])
                {
                    if (!found.TryGetValue(element, out var to))
                        found.Add(element, to = count++);
                    multiplied.Add(new(to, FactorOf(term), number));
                }
            }

            return
            [
                .. found.Select(pair => (pair.Key, pair.Value)),
                .. from term in terms
                   where term.Weights is { } weights && ElementTable.CanMove(weights, term.Weight)
                   select (elements.StartOf(term.Weights!) + term.Weight, FirstSource + term.Source),
            ];
        }
    }

    /// <summary>The numbers that <see cref="LinksOf"/> refers to.</summary>
    public ReadOnlySpan<float> Numbers => numbers;

    int FirstParameter => FirstSource + sourceRows;

    /// <summary>How the derivatives of a row of the next state follow from those of what was cut.</summary>
    /// <param name="row">The row.</param>
    /// <param name="dependencies">What it depends on by the cut equation.</param>
    /// <param name="sheet">Where its derivatives stand.</param>
    public IEnumerable<Multiplication> LinksOf(int row, BitArray dependencies, DerivativeSheet sheet) =>
        from given in Enumerable.Range(0, derivatives.Length)
        where dependencies[elements.StateSize + given]
        from derivative in derivatives[given]
        let to = sheet.IndexOf(row, derivative.Element)
        where to >= 0
        select new Multiplication(to, elements.StateSize + given, derivative.Number);

    /// <summary>Takes the parameters as they are.</summary>
    public void TakeParameters()
    {
        var rest = numbers.AsSpan(FirstParameter);
        foreach (var parameter in parameters)
        {
            parameter.Storage.CopyTo(rest);
            rest = rest[parameter.Storage.Length..];
        }
    }

    /// <summary>Takes what is read at the cuts.</summary>
    public void TakeSources(ReadOnlySpan<float> rows) => rows[..sourceRows].CopyTo(numbers.AsSpan(FirstSource));

    /// <summary>Takes the derivatives of some rows of that.</summary>
    public void TakeDerivatives(ReadOnlySpan<int> rows, ReadOnlySpan<float> adjoints)
    {
        foreach (var row in rows)
            Copy.Run(copies[row], adjoints, numbers);
    }

    /// <summary>Finds the derivatives of what was cut.</summary>
    public void Multiply()
    {
        foreach (ref readonly var product in products.AsSpan())
            numbers[product.To] = 0;
        Multiplication.Run(products, numbers, numbers, numbers);
    }

    /// <summary>Writes what was cut.</summary>
    public void WriteGiven(Span<float> given)
    {
        given.Clear();
        Multiplication.Run(values, numbers, numbers, given);
    }

    static IEnumerable<int> Elements(BitArray found) => Enumerable.Range(0, found.Length).Where(element => found[element]);

    int FactorOf(LocalTerm term) =>
        term.Weights is null ? One : FirstParameter + elements.StartOf(term.Weights) - elements.StateSize + term.Weight;
}
