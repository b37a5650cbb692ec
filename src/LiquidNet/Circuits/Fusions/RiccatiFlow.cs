using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Circuits.Fusions;

/// <summary>The flow of a Riccati equation, from its coefficients to the next state: nothing between them is kept.</summary>
/// <remarks>All have all rows but the timespan, which has one, and none of them is a constant.</remarks>
sealed class RiccatiFlow(
    Signal state, Signal timespan, Signal speed, Signal decay, Signal curvature, Signal target, float steepness)
    : FusedOperator(state.Rows, state, timespan, speed, decay, curvature, target)
{
    public override object Attributes => steepness;

    /// <summary>Matches the equation as <see cref="Flow"/> writes it.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        if (operation is not Quotient { Left: Sum { Left: Sum linear, Right: Product bent }, Right: Sum below }
            || linear.Left is not Product { Right: var state }
            || bent is not { Left: Product { Left: Quotient { Left: Elementwise<Tanh> { Sources: [Product angle] } } } way }
            || way.Right is not Elementwise<Abs> { Sources: [var curvature] }
            || bent.Right is not Difference { Left: var target }
            || angle.Left is not Product { Left: var timespan, Right: var speed }
            || below.Left is not Shift { Sources: [Product { Right: var decay }] }
            || below.Right is not Product { Right: Shift { Sources: [Scale { Sources: [Product { Left: Elementwise<Clamp> sign }] }] } }
            || sign.Sources[0] is not Scale { Factor: var steepness })
        {
            return null;
        }

        return ((Signal[])[state, speed, decay, curvature, target]).All(signal => signal.Rows == operation.Rows && !IsConstant(signal))
            && timespan.Rows == 1 && !IsConstant(timespan)
            && operation.IsWrittenAs(Flow(state, timespan, speed, decay, curvature, target, steepness))
                ? new RiccatiFlow(state, timespan, speed, decay, curvature, target, steepness)
                : null;
    }

    /// <summary>The workspace of the kernel, followed by space for adjoints that are not used.</summary>
    public override object CreateWorkspace(Frame frame) => new float[(RiccatiFlows.WorkspaceRows + 1) * Rows * frame.Lanes];

    public override void Forward(Frame frame) => RiccatiFlows.Write(ValuesIn(frame), Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        var workspace = frame.Workspace<float[]>(this);
        RiccatiFlows.AddGradients(
            ValuesIn(frame), frame.Value(this), frame.Adjoint(this), Rows, frame.Lanes, workspace,
            new(AdjointOf(0), frame.Wants(Sources[1]) ? frame.Adjoint(Sources[1]) : [], AdjointOf(2), AdjointOf(3), AdjointOf(4),
                AdjointOf(5), steepness));

        // An operand may be the input itself, whose adjoint training does not ask for.
        Span<float> AdjointOf(int source) => frame.Wants(Sources[source])
            ? frame.Adjoint(Sources[source])
            : workspace.AsSpan(RiccatiFlows.WorkspaceRows * Rows * frame.Lanes);
    }

    RiccatiFlowOperands ValuesIn(Frame frame) => new(
        frame.Value(Sources[0]), frame.Value(Sources[1]), frame.Value(Sources[2]), frame.Value(Sources[3]), frame.Value(Sources[4]),
        frame.Value(Sources[5]), steepness);

    /// <summary>The definition.</summary>
    static Signal Flow(
        Signal state, Signal timespan, Signal speed, Signal decay, Signal curvature, Signal target, float steepness)
    {
        var bend = Abs(curvature);
        var sign = Clamp(steepness * curvature, -1, 1);
        var root = Sqrt(0.25f * decay * decay + bend * (decay + bend) * (1 - sign * target));
        var k = Tanh(timespan * speed * root) / root;
        var (half, bent) = (0.5f * k * decay, k * bend);
        return ((1 - half) * state + 2 * half * target + bent * (target - state)) / (1 + half + bent * (1 - sign * state));
    }

    static bool IsConstant(Signal signal) => signal.Tempo == Tempo.Constant;
}
