using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary>The rows of several signals, one after the other. A source that was placed within it costs nothing.</summary>
sealed class Concatenation : Operator
{
    public Concatenation(params Signal[] sources)
        : base(sources.Sum(source => source.Rows), sources)
    {
    }

    /// <summary>A copy of a signal that takes a new value at a tempo of its own.</summary>
    public Concatenation(Tempo tempo, Signal source)
        : base(source.Rows, source)
    {
        Tempo = tempo;
    }

    public override object? Attributes => Tempo;

    /// <summary>A signal, or a copy of it where it takes new values less often than at a tempo.</summary>
    public static Signal AtLeast(Tempo tempo, Signal source) => source.Tempo < tempo ? new Concatenation(tempo, source) : source;

    public override void Forward(Frame frame)
    {
        var row = 0;
        foreach (var source in Sources)
        {
            if (!IsWithin(source, row))
            {
                var form = source.Tempo == Tempo.Constant ? Broadcast.PerNeuron : Broadcast.Equal;
                Broadcasts.WriteCopy(
                    frame.Value(source), form, source.Rows, frame.Lanes, Part(frame.Value(this), source, row, frame.Lanes));
            }

            row += source.Rows;
        }
    }

    public override void Reverse(Frame frame)
    {
        var row = 0;
        foreach (var source in Sources)
        {
            if (!IsWithin(source, row) && frame.Wants(source))
            {
                Broadcasts.AddScaled(
                    Part(frame.Adjoint(this), source, row, frame.Lanes), 1, source.Rows, frame.Lanes, perSample: false,
                    frame.Adjoint(source));
            }

            row += source.Rows;
        }
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    bool IsWithin(Signal source, int row) =>
        source.Placement.Region == Placement.Region && source.Placement.Row == Placement.Row + row && source.Tempo != Tempo.Constant;

    static Span<float> Part(Span<float> whole, Signal source, int row, int lanes) => whole.Slice(row * lanes, source.Rows * lanes);
}
