namespace LiquidNet.Equations.Operators;

/// <summary>A result computed from other signals. Each operator holds its value and, directly below, its derivative.</summary>
/// <remarks>
/// Operators of an equation are immutable and may be shared; a circuit works on copies of its own, which it places in memory.
/// </remarks>
abstract class Operator : Signal
{
    Signal[] sources;

    protected Operator(int rows, params Signal[] sources)
        : base(rows)
    {
        this.sources = sources;
        TakeTempo();
    }

    /// <summary>What the result is computed from.</summary>
    public ReadOnlySpan<Signal> Sources => sources;

    /// <summary>What distinguishes two operators of one type and equal sources: a number, a table, an offset.</summary>
    public virtual object? Attributes => null;

    /// <summary>Whether the two sources may change places.</summary>
    public virtual bool IsCommutative => false;

    /// <summary>Whether the result is a matrix product, whose weight gradients are computed for many slots at once.</summary>
    public virtual bool IsProduct => false;

    /// <summary>The position among the workspaces of a frame.</summary>
    public int Index { get; private set; }

    /// <summary>Writes the result.</summary>
    public abstract void Forward(Frame frame);

    /// <summary>Adds to the adjoints of the sources what the adjoint of the result implies.</summary>
    public abstract void Reverse(Frame frame);

    public abstract void Accept(ISignalVisitor visitor);

    /// <summary>Whether the adjoint of a constant source is summed lane by lane; otherwise <see cref="Finish"/> delivers it.</summary>
    public virtual bool AccumulatesByLane(int source) => true;

    /// <summary>Whether a source is a weight matrix, whose gradient <see cref="AddWeightGradients"/> delivers.</summary>
    public virtual bool IsWeights(int source) => false;

    /// <summary>Memory of the operator's own in each frame, or null.</summary>
    public virtual object? CreateWorkspace(Frame frame) => null;

    /// <summary>Called when the constants of a run are known.</summary>
    public virtual void Prepare(Frame frame)
    {
    }

    /// <summary>Called before the first reverse of a run.</summary>
    public virtual void BeginReverse(Frame frame)
    {
    }

    /// <summary>Adds the weight gradients of a window of slots.</summary>
    public virtual void AddWeightGradients(Frame frame, int slots)
    {
    }

    /// <summary>Called after the last reverse of a run: delivers what was accumulated for constant sources.</summary>
    public virtual void Finish(Frame frame)
    {
    }

    /// <summary>A copy for one circuit, with sources of that circuit.</summary>
    public Operator CopyFor(Signal[] ownSources, int index)
    {
        var copy = (Operator)MemberwiseClone();
        copy.sources = ownSources;
        copy.Index = index;
        copy.TakeTempo();
        return copy;
    }

    /// <summary>The equation as it is written, with the shapes of what it is made of.</summary>
    public sealed override string ToString() => EquationText.Of(this);

    /// <summary>How tightly the text holds its operands: a sum 1, a product 2, and so on; 0 where it needs no
    /// parentheses.</summary>
    public virtual int Binding => 0;

    /// <summary>Whether a source, written where it is read, needs parentheses.</summary>
    public bool IsWeaker(int source) => Sources[source] is Operator { Binding: > 0 and var binding }
        && (binding < Binding || (binding == Binding && source > 0));

    /// <summary>How the result is written, given how its sources are.</summary>
    public virtual string Format(IReadOnlyList<string> operands) => $"{GetType().Name}({string.Join(", ", operands)})";

    void TakeTempo()
    {
        foreach (var source in sources)
            Tempo = source.Tempo > Tempo ? source.Tempo : Tempo;
    }
}
