using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Walks an equation as it is written, before anything is fused.</summary>
/// <remarks>A new operator does not compile until every visitor knows it.</remarks>
interface ISignalVisitor
{
    void Visit(Constant constant);

    void Visit(Sum sum);

    void Visit(Difference difference);

    void Visit(Product product);

    void Visit(Quotient quotient);

    void Visit(Scale scale);

    void Visit(Shift shift);

    void Visit(Affine affine);

    void Visit(Elementwise elementwise);

    void Visit(Softmax softmax);

    void Visit(Mean mean);

    void Visit(Dropout dropout);

    void Visit(Concatenation concatenation);

    void Visit(Slice slice);

    void Visit(SynapticSum synapticSum);
}
