using System.Buffers.Binary;
using System.Security.Cryptography;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations;

/// <summary>A number by which one equation is told from another: equal for equal structure, whatever the values and names of
/// parameters.</summary>
/// <remarks>Stored states carry it, so what goes into it never changes. It is the beginning of a SHA-256.</remarks>
sealed class EquationFingerprint : ISignalVisitor, IDisposable
{
    readonly Dictionary<Signal, int> positions = new(ReferenceEqualityComparer.Instance);
    readonly MemoryStream text = new();
    readonly BinaryWriter writer;

    EquationFingerprint() => writer = new BinaryWriter(text);

    /// <summary>The fingerprint of an equation.</summary>
    public static ulong Of(Signal root)
    {
        using var fingerprint = new EquationFingerprint();
        foreach (var signal in EquationOrder.Of(root))
            fingerprint.Write(signal);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(fingerprint.text.ToArray()));
    }

    public void Dispose() => writer.Dispose();

    void ISignalVisitor.Visit(Constant constant) => Write("constant", constant, constant.Number);

    void ISignalVisitor.Visit(Sum sum) => Write("sum", sum);

    void ISignalVisitor.Visit(Difference difference) => Write("difference", difference);

    void ISignalVisitor.Visit(Product product) => Write("product", product);

    void ISignalVisitor.Visit(Quotient quotient) => Write("quotient", quotient);

    void ISignalVisitor.Visit(Scale scale) => Write("scale", scale, scale.Factor);

    void ISignalVisitor.Visit(Shift shift) => Write("shift", shift, shift.Addend);

    void ISignalVisitor.Visit(Affine affine)
    {
        Write("affine", affine);
        for (var term = 0; term < affine.Count; term++)
            writer.Write(affine.OffsetOf(term));
    }

    void ISignalVisitor.Visit(Elementwise elementwise)
    {
        ReadOnlySpan<float> numbers = elementwise.Function switch
        {
            LeakyRelu function => [function.NegativeSlope],
            Elu function => [function.Alpha],
            Clamp function => [function.Low, function.High],
            _ => [],
        };
        Write(elementwise.Function.GetType().Name, elementwise, numbers);
    }

    void ISignalVisitor.Visit(Softmax softmax) => Write("softmax", softmax);

    void ISignalVisitor.Visit(Mean mean) => Write("mean", mean);

    /// <summary>A stream knows no dropout, and a rate is a matter of training.</summary>
    void ISignalVisitor.Visit(Dropout dropout) => Write("dropout", dropout);

    void ISignalVisitor.Visit(Concatenation concatenation) => Write("concatenation", concatenation);

    void ISignalVisitor.Visit(Slice slice)
    {
        Write("slice", slice);
        writer.Write(slice.Start);
    }

    void ISignalVisitor.Visit(SynapticSum synapticSum)
    {
        Write("synapticSum", synapticSum);
        Write(synapticSum.SourceRows.Items);
        Write(synapticSum.Starts.Items);
    }

    void Write(Signal signal)
    {
        if (signal is Operator operation)
        {
            operation.Accept(this);
        }
        else if (signal is Parameter parameter)
        {
            writer.Write("parameter");
            writer.Write(parameter.Columns);
            writer.Write(parameter.IsPositive);
        }
        else
        {
            writer.Write(((Placeholder)signal).Placement.Region.ToString());
        }

        writer.Write(signal.Rows);
        positions.Add(signal, positions.Count);
    }

    void Write(string name, Operator operation, params ReadOnlySpan<float> numbers)
    {
        writer.Write(name);
        writer.Write(operation.Sources.Length);
        foreach (var source in operation.Sources)
            writer.Write(positions[source]);
        foreach (var number in numbers)
            writer.Write(number);
    }

    void Write(ReadOnlySpan<int> numbers)
    {
        writer.Write(numbers.Length);
        foreach (var number in numbers)
            writer.Write(number);
    }
}
