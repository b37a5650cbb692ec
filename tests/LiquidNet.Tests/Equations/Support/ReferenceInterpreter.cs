using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>
/// Computes an equation as it is written: one sample, in double precision, with naive loops, everything anew at every unfold. It takes
/// compiled circuits as well as equations that nobody compiled, and so checks the compiler too.
/// </summary>
sealed class ReferenceInterpreter : ISignalVisitor
{
    readonly Signal root;
    readonly List<Signal> order = [];
    readonly Dictionary<Signal, Traced[]> values = new(ReferenceEqualityComparer.Instance);

    Surroundings surroundings = null!;

    public ReferenceInterpreter(Signal root)
    {
        this.root = root;
        Arrange(root, new(ReferenceEqualityComparer.Instance));
    }

    public Traced[] Evaluate(Surroundings given)
    {
        surroundings = given;
        foreach (var signal in order)
        {
            if (signal is Operator step)
                step.Accept(this);
            else
                values[signal] = Given(signal);
        }

        return values[root];
    }

    void ISignalVisitor.Visit(Constant literal) => values[literal] = [ReferenceFunctions.Meant(literal.Number)];

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
            for (var term = 0; term < affine.Terms; term++)
                result[row] += ProductRow(affine.WeightsOf(term), affine.OffsetOf(term), affine.SourceOf(term), row);
        }

        values[affine] = result;
    }

    void ISignalVisitor.Visit(TimedAffine map)
    {
        var result = new Traced[map.Rows];
        for (var row = 0; row < map.Outputs; row++)
        {
            var (start, slope) = (values[map.Addend][row], map.SlopeAddend is { } addend ? values[addend][row] : 0);
            for (var term = 0; term < map.Terms; term++)
            {
                start += ProductRow(map.WeightsOf(term), map.OffsetOf(term), map.SourceOf(term), row);
                slope += ProductRow(map.SlopeWeightsOf(term), map.OffsetOf(term), map.SourceOf(term), row);
            }

            result[row] = start + values[map.Timespan][0] * slope;
            result[map.Outputs + row] = slope;
        }

        values[map] = result;
    }

    void ISignalVisitor.Visit(SynapticSum synapses)
    {
        var result = synapses.Addend is { } addend ? [.. values[addend]] : new Traced[synapses.Rows];
        for (var target = 0; target < synapses.Targets; target++)
        {
            for (var synapse = synapses.Starts[target]; synapse < synapses.Starts[target + 1]; synapse++)
            {
                var potential = values[synapses.Source][synapses.SourceRows[synapse]];
                var conductance = values[synapses.Weight][synapse]
                    * ReferenceFunctions.Sigmoid(values[synapses.Steepness][synapse] * (potential - values[synapses.Midpoint][synapse]));
                result[target] += conductance;
                result[synapses.Targets + target] += conductance * values[synapses.Reversal][synapse];
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

    void ISignalVisitor.Visit(Dropout dropout)
    {
        var source = values[dropout.Source];
        var result = new Traced[source.Length];
        for (var row = 0; row < result.Length; row++)
        {
            var isDropped = surroundings.Dropout is { } key && key.Uniform(dropout.Index, row, lane: 0) < dropout.Rate;
            var factor = surroundings.Dropout is null ? 1 : 1 / (1 - ReferenceFunctions.Meant(dropout.Rate));
            result[row] = isDropped ? 0 : factor * source[row];
        }

        values[dropout] = result;
    }

    void ISignalVisitor.Visit(Lerp interpolation)
    {
        var (from, to, share) = (values[interpolation.From], values[interpolation.To], values[interpolation.Share]);
        values[interpolation] = [.. from.Select((origin, row) => origin + share[row % share.Length] * (to[row] - origin))];
    }

    void ISignalVisitor.Visit(ImplicitStep implicitStep)
    {
        var (state, step) = (values[implicitStep.State], values[implicitStep.Step]);
        var (drive, decay) = (values[implicitStep.Drive], values[implicitStep.Decay]);
        values[implicitStep] =
        [
            .. state.Select((from, row) => (from + step[row % step.Length] * drive[row]) / (1 + step[row % step.Length] * decay[row])),
        ];
    }

    void ISignalVisitor.Visit(Concatenation concatenation) =>
        values[concatenation] = [.. concatenation.Sources.ToArray().SelectMany(source => values[source])];

    void ISignalVisitor.Visit(Slice slice) => values[slice] = values[slice.Sources[0]][slice.Start..(slice.Start + slice.Rows)];

    void Arrange(Signal signal, HashSet<Signal> seen)
    {
        if (!seen.Add(signal))
            return;
        if (signal is Operator step)
        {
            foreach (var source in step.Sources)
                Arrange(source, seen);
        }

        order.Add(signal);
    }

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
        ParameterLeaf leaf => surroundings.Parameters[leaf.Parameter],
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

    void Map(Operator step, Func<Traced, Traced> function) => values[step] = Array.ConvertAll(values[step.Sources[0]], x => function(x));

    void Combine(Operator step, Func<Traced, Traced, Traced> function)
    {
        var (left, right) = (values[step.Sources[0]], values[step.Sources[1]]);
        values[step] = [.. Enumerable.Range(0, step.Rows).Select(row => function(left[row % left.Length], right[row % right.Length]))];
    }
}

/// <summary>What an equation receives.</summary>
sealed record Surroundings(
    Traced[] Input, Traced[] State, Traced Timespan, IReadOnlyDictionary<Parameter, Traced[]> Parameters, DropoutKey? Dropout);
