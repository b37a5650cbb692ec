using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>
/// Computes an equation as it is written: one sample, in double precision, with naive loops, everything anew at every unfold. It knows
/// nothing of what the compiler makes of it, and so checks the compiler too.
/// </summary>
sealed class ReferenceInterpreter : ISignalVisitor
{
    readonly Signal root;
    readonly IReadOnlyList<Signal> order;
    readonly Dictionary<Signal, Traced[]> values = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Dropout, int> masks = [];

    Surroundings surroundings = null!;

    public ReferenceInterpreter(Signal root)
    {
        this.root = root;
        order = EquationOrder.Of(root);
        foreach (var dropout in order.OfType<Dropout>())
            masks.Add(dropout, masks.Count);
    }

    public Traced[] Evaluate(Surroundings given)
    {
        surroundings = given;
        foreach (var signal in order)
        {
            if (signal is Operator operation)
                operation.Accept(this);
            else
                values[signal] = Given(signal);
        }

        return values[root];
    }

    void ISignalVisitor.Visit(Constant constant) => values[constant] = [ReferenceFunctions.Meant(constant.Number)];

    void ISignalVisitor.Visit(Sum sum) => Combine(sum, (a, b) => a + b);

    void ISignalVisitor.Visit(Difference difference) => Combine(difference, (a, b) => a - b);

    void ISignalVisitor.Visit(Product product) => Combine(product, (a, b) => a * b);

    void ISignalVisitor.Visit(Quotient quotient) => Combine(quotient, (a, b) => a / b);

    void ISignalVisitor.Visit(Scale scale) => Map(scale, x => ReferenceFunctions.Meant(scale.Factor) * x);

    void ISignalVisitor.Visit(Shift shift) => Map(shift, x => x + ReferenceFunctions.Meant(shift.Addend));

    void ISignalVisitor.Visit(Elementwise elementwise) => Map(elementwise, FunctionCases.FormulaOf(elementwise.Function));

    void ISignalVisitor.Visit(Affine affine)
    {
        var result = new Traced[affine.Rows];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = affine.Addend is { } addend ? values[addend][row] : 0;
            for (var term = 0; term < affine.Count; term++)
                result[row] += ProductRow(affine.WeightsOf(term), affine.OffsetOf(term), affine.SourceOf(term), row);
        }

        values[affine] = result;
    }

    void ISignalVisitor.Visit(SynapticSum synapses)
    {
        var result = new Traced[synapses.Rows];
        for (var target = 0; target < result.Length; target++)
        {
            for (var synapse = synapses.Starts.Items[target]; synapse < synapses.Starts.Items[target + 1]; synapse++)
            {
                var potential = values[synapses.Source][synapses.SourceRows.Items[synapse]];
                result[target] += values[synapses.Weight][synapse]
                    * ReferenceFunctions.Sigmoid(values[synapses.Steepness][synapse] * (potential - values[synapses.Midpoint][synapse]));
            }
        }

        values[synapses] = result;
    }

    void ISignalVisitor.Visit(Softmax softmax)
    {
        var exponentials = Array.ConvertAll(values[softmax.Source], ReferenceFunctions.Exp);
        var sum = exponentials.Aggregate((left, right) => left + right);
        values[softmax] = Array.ConvertAll(exponentials, exponential => exponential / sum);
    }

    void ISignalVisitor.Visit(Mean mean)
    {
        var source = values[mean.Source];
        values[mean] = [source.Aggregate((left, right) => left + right) / source.Length];
    }

    void ISignalVisitor.Visit(Dropout dropout)
    {
        var source = values[dropout.Source];
        var result = new Traced[source.Length];
        for (var row = 0; row < result.Length; row++)
        {
            var isDropped = surroundings.Dropout is { } key && key.Uniform(masks[dropout], row, lane: 0) < dropout.Rate;
            var factor = surroundings.Dropout is null ? 1 : 1 / (1 - ReferenceFunctions.Meant(dropout.Rate));
            result[row] = isDropped ? 0 : factor * source[row];
        }

        values[dropout] = result;
    }

    void ISignalVisitor.Visit(Concatenation concatenation) =>
        values[concatenation] = [.. concatenation.Sources.ToArray().SelectMany(source => values[source])];

    void ISignalVisitor.Visit(Slice slice) => values[slice] = values[slice.Sources[0]][slice.Start..(slice.Start + slice.Rows)];

    /// <summary>One output of a product with a part of a weight matrix.</summary>
    Traced ProductRow(Signal matrix, int offset, Signal source, int row)
    {
        Traced sum = 0;
        for (var input = 0; input < source.Rows; input++)
            sum += values[matrix][row * matrix.Rows + offset + input] * values[source][input];
        return sum;
    }

    Traced[] Given(Signal signal) => signal switch
    {
        Parameter { IsPositive: true } parameter => [.. surroundings.Parameters[parameter].Select(ReferenceFunctions.Softplus)],
        Parameter parameter => surroundings.Parameters[parameter],
        _ => signal.Placement.Region switch
        {
            Region.Input => surroundings.Input,
            Region.State => surroundings.State,
            Region.Timespan => [surroundings.Timespan],
            var region => throw new InvalidOperationException($"The equation reads {region}, which nobody gives."),
        },
    };

    void Map(Operator operation, Func<Traced, Traced> function) =>
        values[operation] = Array.ConvertAll(values[operation.Sources[0]], x => function(x));

    void Combine(Operator operation, Func<Traced, Traced, Traced> function)
    {
        var (left, right) = (values[operation.Sources[0]], values[operation.Sources[1]]);
        values[operation] =
            [.. Enumerable.Range(0, operation.Rows).Select(row => function(left[row % left.Length], right[row % right.Length]))];
    }
}

/// <summary>What an equation receives.</summary>
sealed record Surroundings(
    Traced[] Input, Traced[] State, Traced Timespan, IReadOnlyDictionary<Parameter, Traced[]> Parameters, DropoutKey? Dropout);
