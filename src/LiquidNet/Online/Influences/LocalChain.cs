using System.Collections;
using LiquidNet.Equations;
using LiquidNet.Kernels;

namespace LiquidNet.Online.Influences;

/// <summary>The derivatives of what was cut from an equation, by what it was computed from.</summary>
/// <remarks>All its numbers lie in one array: a one, the state and what else is read at the cuts, the parameters, and the
/// derivatives.</remarks>
sealed class LocalChain
{
    const int One = 0;
    const int FirstSource = 1;

    readonly ElementTable elements;
    readonly ParameterSet parameters;
    readonly int sourceRows;
    readonly Multiplication[] values;
    readonly Multiplication[] products;
    readonly NumberRun[][] copies;
    readonly (int Element, int Number)[][] derivatives;
    readonly float[] numbers;

    /// <param name="local">The equation that was cut.</param>
    /// <param name="elements">What rows depend on.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="dependencies">For each row that is read at a cut beside the state, what it depends on.</param>
    public LocalChain(LocalEquation local, ElementTable elements, ParameterSet parameters, BitArray[] dependencies)
    {
        (this.elements, this.parameters, sourceRows) = (elements, parameters, elements.StateSize + dependencies.Length);
        var count = FirstParameter + elements.Count - elements.StateSize;
        var ofOthers = Array.ConvertAll(
            dependencies, found => Elements(found).Select(element => (Element: element, Number: count++)).ToArray());
        copies = Array.ConvertAll(ofOthers, of => Array.ConvertAll(of, pair => new NumberRun(pair.Number, pair.Element, 1)));
        (int Element, int Number)[][] ofSources =
            [.. Enumerable.Range(0, elements.StateSize).Select(row => new[] { (row, One) }), .. ofOthers];
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
        for (var index = 0; index < parameters.Count; index++)
        {
            parameters[index].Storage.CopyTo(rest);
            rest = rest[parameters[index].Storage.Length..];
        }
    }

    /// <summary>Takes the state.</summary>
    public void TakeState(ReadOnlySpan<float> state) => state.CopyTo(numbers.AsSpan(FirstSource));

    /// <summary>Takes what else is read at the cuts.</summary>
    public void TakeSources(ReadOnlySpan<float> rows) => rows.CopyTo(numbers.AsSpan(FirstSource + elements.StateSize));

    /// <summary>Takes the derivatives of some rows of that.</summary>
    public void TakeDerivatives(ReadOnlySpan<int> rows, ReadOnlySpan<float> adjoints)
    {
        foreach (var row in rows)
            NumberRun.Copy(copies[row], adjoints, numbers);
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
