using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Export.Plans;

namespace LiquidNet.Export.C;

/// <summary>Writes loops in C: operator by operator, an expression each, which becomes a variable where it is read again.</summary>
/// <param name="text">Where lines go.</param>
/// <param name="plan">Where signals are found.</param>
/// <param name="tables">The constant tables.</param>
/// <param name="functions">The functions that are called.</param>
/// <param name="isReadout">Whether the state is the one after the unfolds.</param>
sealed class LoopWriter(CText text, StepPlan plan, CTables tables, CFunctions functions, bool isReadout) : ISignalVisitor
{
    const int LongestInline = 60;

    readonly Dictionary<Signal, CExpression> local = new(ReferenceEqualityComparer.Instance);

    Loop loop = null!;
    CExpression result;
    int variables;

    /// <summary>The row that is being computed.</summary>
    string Row => loop.Rows == 1 ? "0" : "i";

    /// <summary>Writes a loop.</summary>
    public void Write(Loop next)
    {
        loop = next;
        local.Clear();
        variables = 0;
        text.Open(loop.IsWhole || loop.Rows == 1 ? "" : $"for (int i = 0; i < {loop.Rows}; ++i)");
        foreach (var operation in loop.Operations)
            Write(operation);
        foreach (var part in loop.Parts.Select(part => part.Part).Distinct().Where(part => !local.ContainsKey(part)))
            Store(part, Element(part, Row));
        text.Close();
    }

    void ISignalVisitor.Visit(Constant constant) => result = CExpression.Of(CText.Literal(constant.Number));

    void ISignalVisitor.Visit(Sum sum) => result = Operand(sum, sum.Left) + Operand(sum, sum.Right);

    void ISignalVisitor.Visit(Difference difference) =>
        result = Operand(difference, difference.Left) - Operand(difference, difference.Right);

    void ISignalVisitor.Visit(Product product) => result = Operand(product, product.Left) * Operand(product, product.Right);

    void ISignalVisitor.Visit(Quotient quotient) => result = Operand(quotient, quotient.Left) / Operand(quotient, quotient.Right);

    void ISignalVisitor.Visit(Scale scale)
    {
        var x = Operand(scale, scale.Sources[0]);
        result = scale.Factor == -1 ? -x : CExpression.Of(CText.Literal(scale.Factor)) * x;
    }

    void ISignalVisitor.Visit(Shift shift)
    {
        var x = Operand(shift, shift.Sources[0]);
        result = shift.Addend < 0
            ? x - CExpression.Of(CText.Literal(-shift.Addend))
            : x + CExpression.Of(CText.Literal(shift.Addend));
    }

    void ISignalVisitor.Visit(Elementwise elementwise) =>
        result = CExpression.Of(functions.Call(elementwise.Function, Operand(elementwise, elementwise.Sources[0]).Text));

    void ISignalVisitor.Visit(Affine affine)
    {
        var sum = Variable();
        text.Line($"float {sum} = {(affine.Addend is { } addend ? Operand(affine, addend).Text : "0.0f")};");
        foreach (var (source, weights, offset) in affine.Terms)
            tables.Matrix((Parameter)weights, offset, source.Rows).AddProduct(text, Row, row => Element(source, row).Text, sum);
        result = CExpression.Of(sum);
    }

    /// <summary>Sums over the same synapses, such as conductance and current, share a loop.</summary>
    void ISignalVisitor.Visit(SynapticSum synapses)
    {
        var together = loop.Operations.OfType<SynapticSum>().Where(other => other.Source == synapses.Source
            && other.Midpoint == synapses.Midpoint && other.Steepness == synapses.Steepness
            && other.Attributes!.Equals(synapses.Attributes)).ToArray();
        if (!local.ContainsKey(synapses))
        {
            var sums = Array.ConvertAll(together, _ => Variable());
            WriteSums(synapses, [.. together.Zip(sums)]);
            foreach (var (other, sum) in together.Zip(sums))
                local[other] = CExpression.Of(sum);
        }

        result = local[synapses];
    }

    void WriteSums(SynapticSum synapses, (SynapticSum Of, string Variable)[] sums)
    {
        var name = ((Parameter)synapses.Midpoint).Name;
        var source = synapses.Source.Rows == 1 ? "0" : tables.Indices(name + "_sources", synapses.SourceRows.Items.ToArray()) + "[k]";
        var starts = tables.Indices(name + "_starts", synapses.Starts.Items.ToArray());
        text.Line($"float {string.Join(", ", sums.Select(sum => sum.Variable + " = 0.0f"))};");
        text.Open($"for (int k = {starts}[{Row}]; k < {starts}[{Row} + 1]; ++k)");
        var potential = Element(synapses.Source, source);
        var argument = Scaled(synapses.Steepness) * (potential - Scaled(synapses.Midpoint));
        text.Line($"const float open = {functions.Call("sigmoid", argument.Text)};");
        var weights = Array.ConvertAll(sums, sum => tables.Weight((Parameter)sum.Of.Weight, "k"));
        for (var index = 0; index < sums.Length; index++)
            text.Line($"{sums[index].Variable} += {weights[index].Element} * open;");
        text.Close();
        for (var index = 0; index < sums.Length; index++)
        {
            if (weights[index].Scale is { } scale)
                text.Line($"{sums[index].Variable} *= {scale};");
        }
    }

    void ISignalVisitor.Visit(Softmax softmax)
    {
        var (rows, place) = (softmax.Rows, plan.PlaceOf(softmax));
        string x = Element(softmax.Source, "i").Text, y = place.At("i");
        text.Line($"float greatest = {Element(softmax.Source, "0").Text}, sum = 0.0f;");
        text.Line($"for (int i = 1; i < {rows}; ++i)");
        text.Inner($"greatest = {x} > greatest ? {x} : greatest;");
        text.Open($"for (int i = 0; i < {rows}; ++i)");
        text.Line($"{y} = {functions.Call("exp", x + " - greatest")};");
        text.Line($"sum += {y};");
        text.Close();
        text.Line($"for (int i = 0; i < {rows}; ++i)");
        text.Inner($"{y} /= sum;");
    }

    void ISignalVisitor.Visit(Mean mean)
    {
        var sum = Variable();
        text.Line($"float {sum} = 0.0f;");
        text.Line($"for (int k = 0; k < {mean.Source.Rows}; ++k)");
        text.Inner($"{sum} += {Element(mean.Source, "k").Text};");
        result = CExpression.Of(sum) / CExpression.Of(CText.Literal(mean.Source.Rows));
    }

    void ISignalVisitor.Visit(Dropout dropout) => result = Operand(dropout, dropout.Source);

    void ISignalVisitor.Visit(Concatenation concatenation) => result = Element(concatenation, Row);

    void ISignalVisitor.Visit(Slice slice) => result = Element(slice, Row);

    void Write(Operator operation)
    {
        operation.Accept(this);
        if (loop.IsWhole)
            return;
        var readers = loop.Operations.Count(other => other.Sources.Contains(operation));
        var uses = readers + plan.StoresOf(operation, loop).Count();
        if (operation is not (Affine or SynapticSum) && readers > 0 && (uses > 1 || result.Text.Length > LongestInline))
        {
            var variable = Variable();
            text.Line($"const float {variable} = {result.Text};");
            result = CExpression.Of(variable);
        }

        local[operation] = result;
        Store(operation, result);
    }

    void Store(Signal signal, CExpression value)
    {
        foreach (var place in plan.StoresOf(signal, loop))
            text.Line($"{place.At(Row)} = {value.Text};");
    }

    string Variable() => FormattableString.Invariant($"v{++variables}");

    /// <summary>What an operator reads in the row that is being computed; of a signal of one row, that row.</summary>
    CExpression Operand(Operator operation, Signal source) =>
        LoopPlan.ReadsSameRow(operation, source) && local.TryGetValue(source, out var known) ? known
        : Element(source, source.Rows == 1 ? "0" : Row);

    CExpression Element(Signal signal, string row) => signal switch
    {
        Constant constant => CExpression.Of(CText.Literal(constant.Number)),
        Parameter table => CExpression.Of(tables.Number(table, row)),
        Placeholder { Placement.Region: Region.Timespan } => CExpression.Of("timespan"),
        _ => CExpression.Of(plan.PlaceOf(signal, isReadout).At(row)),
    };

    CExpression Scaled(Signal table)
    {
        var (element, scale) = tables.Weight((Parameter)table, "k");
        return scale is null ? CExpression.Of(element) : CExpression.Of(scale) * CExpression.Of(element);
    }
}
