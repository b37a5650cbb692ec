using System.Text.Json;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Storage.Models;

/// <summary>Writes an equation as it is written: a list of nodes, each after those it reads, the last being the result.</summary>
/// <remarks>A node is <c>{"op": "sum", "inputs": [3, 5]}</c>, with the positions of what it reads, and the numbers it has.</remarks>
/// <param name="json">Where to write.</param>
/// <param name="nameOf">The name of a parameter in the file.</param>
sealed class EquationWriter(Utf8JsonWriter json, Func<Parameter, string> nameOf) : ISignalVisitor
{
    readonly Dictionary<Signal, int> positions = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes an equation.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="root">The equation.</param>
    /// <param name="given">What it receives, and what that is called.</param>
    public void Write(string name, Signal root, params ReadOnlySpan<(Signal Signal, string Op)> given)
    {
        positions.Clear();
        json.WriteStartArray(name);
        foreach (var signal in EquationOrder.Of(root))
        {
            json.WriteStartObject();
            if (signal is Operator operation)
                operation.Accept(this);
            else if (signal is Parameter parameter)
                WriteParameter(parameter);
            else
                json.WriteString("op", NameOf(signal, given));
            json.WriteEndObject();
            positions.Add(signal, positions.Count);
        }

        json.WriteEndArray();
    }

    void ISignalVisitor.Visit(Constant constant)
    {
        json.WriteString("op", "constant");
        WriteNumber(constant.Number);
    }

    void ISignalVisitor.Visit(Sum sum) => WriteOperator("sum", sum);

    void ISignalVisitor.Visit(Difference difference) => WriteOperator("difference", difference);

    void ISignalVisitor.Visit(Product product) => WriteOperator("product", product);

    void ISignalVisitor.Visit(Quotient quotient) => WriteOperator("quotient", quotient);

    void ISignalVisitor.Visit(Scale scale)
    {
        WriteOperator("scale", scale);
        WriteNumber(scale.Factor);
    }

    void ISignalVisitor.Visit(Shift shift)
    {
        WriteOperator("shift", shift);
        WriteNumber(shift.Addend);
    }

    /// <summary>Inputs are the addend, if there is one, then each signal with its weights: an odd number has an addend.</summary>
    void ISignalVisitor.Visit(Affine affine) => WriteOperator("affine", affine);

    void ISignalVisitor.Visit(Elementwise elementwise)
    {
        WriteOperator("function", elementwise);
        json.WriteString("function", StoredFunctions.NameOf(elementwise.Function));
        var numbers = StoredFunctions.NumbersOf(elementwise.Function);
        if (numbers.Length == 0)
            return;
        json.WriteStartArray("numbers");
        foreach (var number in numbers)
            JsonNumbers.WriteValue(json, number);
        json.WriteEndArray();
    }

    void ISignalVisitor.Visit(Softmax softmax) => WriteOperator("softmax", softmax);

    void ISignalVisitor.Visit(Mean mean) => WriteOperator("mean", mean);

    void ISignalVisitor.Visit(Dropout dropout)
    {
        WriteOperator("dropout", dropout);
        WriteNumber(dropout.Rate);
    }

    void ISignalVisitor.Visit(Concatenation concatenation) => WriteOperator("concatenation", concatenation);

    void ISignalVisitor.Visit(Slice slice)
    {
        WriteOperator("slice", slice);
        json.WriteNumber("start", slice.Start);
        json.WriteNumber("rows", slice.Rows);
    }

    void ISignalVisitor.Visit(SynapticSum synapticSum)
    {
        WriteOperator("synapticSum", synapticSum);
        JsonNumbers.WriteArray(json, "sources", synapticSum.SourceRows.Items);
        JsonNumbers.WriteArray(json, "starts", synapticSum.Starts.Items);
    }

    void WriteParameter(Parameter parameter)
    {
        json.WriteString("op", "parameter");
        json.WriteString("name", nameOf(parameter));
    }

    void WriteOperator(string op, Operator operation)
    {
        json.WriteString("op", op);
        json.WriteStartArray("inputs");
        foreach (var source in operation.Sources)
            json.WriteNumberValue(positions[source]);
        json.WriteEndArray();
    }

    void WriteNumber(float number)
    {
        json.WritePropertyName("number");
        JsonNumbers.WriteValue(json, number);
    }

    static string NameOf(Signal signal, ReadOnlySpan<(Signal Signal, string Op)> given)
    {
        foreach (var (known, op) in given)
        {
            if (known == signal)
                return op;
        }

        throw new InvalidOperationException($"An equation reads '{signal}', which it is not given; such an equation cannot be saved.");
    }
}
