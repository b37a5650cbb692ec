using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Walks a circuit operator by operator; a new operator does not compile until every visitor knows it.</summary>
interface ISignalVisitor
{
    void Visit(Constant literal);

    void Visit(Sum sum);

    void Visit(Difference difference);

    void Visit(Product product);

    void Visit(Quotient quotient);

    void Visit(Scale scale);

    void Visit(Shift shift);

    void Visit(Affine affine);

    void Visit(TimedAffine timedAffine);

    void Visit(Elementwise elementwise);

    void Visit(Softmax softmax);

    void Visit(Dropout dropout);

    void Visit(Lerp interpolation);

    void Visit(ImplicitStep implicitStep);

    void Visit(Concatenation concatenation);

    void Visit(Slice slice);

    void Visit(SynapticSum synapticSum);
}
