using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>The exact flow of many Riccati equations, from their coefficients.</summary>
/// <remarks>
/// With the curvature's size <c>c</c> and sign <c>g</c>, <c>u = 1 - g p</c>, <c>r = sqrt(s^2 / 4 + c (s + c) u)</c>,
/// <c>k = tanh(t e r) / r</c>, <c>h = k s / 2</c> and <c>b = k c</c>: <c>y = ((1 - h) x + 2 h p + b (p - x)) / (1 + h + b (1 - g x))</c>.
/// The compiler inlines only so much into one loop, so either way has several.
/// </remarks>
static class RiccatiFlows
{
    /// <summary>Memory that the way back needs, in rows for each row of the state.</summary>
    public const int WorkspaceRows = 3;

    /// <summary>Writes the next state.</summary>
    public static void Write(RiccatiFlowOperands of, int rows, int lanes, Span<float> y)
    {
        Debug.Assert(of.HaveLength(rows * lanes) && y.Length == rows * lanes);
        if (lanes == 1)
            LaneLoop.RunLong(new GainKernel<Spread>(of, y), 1, rows);
        else
            LaneLoop.RunLong(new GainKernel<Contiguous>(of, y), rows, lanes);
        LaneLoop.RunLong(new WriteKernel(of, y), 1, y.Length);
    }

    /// <summary>Adds to the gradients what the gradient of the next state implies; that of the timespan may be empty.</summary>
    public static void AddGradients(
        RiccatiFlowOperands of, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int rows, int lanes, Span<float> workspace,
        RiccatiFlowOperands gradients)
    {
        var length = rows * lanes;
        Debug.Assert(of.HaveLength(length) && gradients.HaveLength(length) && y.Length == length && dy.Length == length);
        var work = new Workspace(workspace[..length], workspace.Slice(length, length), workspace.Slice(2 * length, length));
        if (lanes == 1)
            LaneLoop.RunLong(new RootKernel<Spread>(of, work), 1, rows);
        else
            LaneLoop.RunLong(new RootKernel<Contiguous>(of, work), rows, lanes);
        LaneLoop.RunLong(new AddStepKernel(of, y, dy, work, gradients), 1, length);
        LaneLoop.RunLong(new AddGainKernel(of, y, work, gradients), 1, length);
        if (lanes == 1 && gradients.Timespan.IsEmpty)
            LaneLoop.RunLong(new AddAngleKernel<Spread>(of, work, gradients), 1, rows);
        else
            LaneLoop.RunLong(new AddAngleKernel<Contiguous>(of, work, gradients), rows, lanes);
        LaneLoop.RunLong(new AddRootKernel(of, work, gradients), 1, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add<TLanes>(Span<float> gradient, nint at, TLanes term)
        where TLanes : struct, ILanes<TLanes> => (gradient.Load<TLanes>(at) + term).Store(gradient, at);

    /// <summary>Writes k.</summary>
    readonly ref struct GainKernel<TForm>(RiccatiFlowOperands of, Span<float> k) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly RiccatiFlowOperands of = of;
        readonly Operand<TForm> timespan = new(of.Timespan, 0);
        readonly Span<float> k = k;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var r = of.Root<TLanes>(at);
            (default(Tanh).Value(timespan.Load<TLanes>(0, lane) * of.Speed.Load<TLanes>(at) * r) / r).Store(k, at);
        }
    }

    /// <summary>Writes the next state in the place of k.</summary>
    readonly ref struct WriteKernel(RiccatiFlowOperands of, Span<float> y) : ILaneKernel
    {
        readonly RiccatiFlowOperands of = of;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (k, x, p, one) = (y.Load<TLanes>(at), of.State.Load<TLanes>(at), of.Target.Load<TLanes>(at), TLanes.All(1f));
            var h = TLanes.All(0.5f) * k * of.Decay.Load<TLanes>(at);
            var b = k * of.Size<TLanes>(at);
            var linear = TLanes.MultiplyAdd(one - h, x, TLanes.All(2f) * h * p);
            var rest = one - of.Sign<TLanes>(at) * x;
            (TLanes.MultiplyAdd(b, p - x, linear) / TLanes.MultiplyAdd(b, rest, one + h)).Store(y, at);
        }
    }

    /// <summary>Writes the angle's tanh and r. Where the tanh is one, the angle has no gradient however long the timespan; k r may be less
    /// than one there.</summary>
    readonly ref struct RootKernel<TForm>(RiccatiFlowOperands of, Workspace work) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly RiccatiFlowOperands of = of;
        readonly Operand<TForm> timespan = new(of.Timespan, 0);
        readonly Workspace work = work;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var r = of.Root<TLanes>(at);
            r.Store(work.Root, at);
            default(Tanh).Value(timespan.Load<TLanes>(0, lane) * of.Speed.Load<TLanes>(at) * r).Store(work.Tanh, at);
        }
    }

    /// <summary>
    /// With the denominator <c>D</c> and <c>q = dy / D</c> adds <c>dx += q (1 - h - b + y b g)</c> and <c>dp += q (2 h + b)</c>. Writes q.
    /// </summary>
    readonly ref struct AddStepKernel(
        RiccatiFlowOperands of, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Workspace work, RiccatiFlowOperands gradients) : ILaneKernel
    {
        readonly RiccatiFlowOperands of = of, gradients = gradients;
        readonly ReadOnlySpan<float> y = y, dy = dy;
        readonly Workspace work = work;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (x, next, g) = (of.State.Load<TLanes>(at), y.Load<TLanes>(at), of.Sign<TLanes>(at));
            var halfGain = TLanes.All(0.5f) * work.Tanh.Load<TLanes>(at) / work.Root.Load<TLanes>(at);
            var h = halfGain * of.Decay.Load<TLanes>(at);
            var b = (halfGain + halfGain) * of.Size<TLanes>(at);
            var more = TLanes.All(1f) + h;
            var q = dy.Load<TLanes>(at) / TLanes.MultiplyAdd(b, TLanes.All(1f) - g * x, more);
            q.Store(work.Adjoint, at);
            Add(gradients.State, at, q * TLanes.MultiplyAdd(next * b, g, TLanes.All(1f) - h - b));
            Add(gradients.Target, at, q * (h + h + b));
        }
    }

    /// <summary>
    /// With <c>dh = q (2 p - x - y)</c> and <c>db = q (p - x - y (1 - g x))</c> adds <c>ds += k dh / 2</c> and <c>dc += k db</c>. Writes
    /// <c>dk = s dh / 2 + c db</c> in the place of q.
    /// </summary>
    readonly ref struct AddGainKernel(RiccatiFlowOperands of, ReadOnlySpan<float> y, Workspace work, RiccatiFlowOperands gradients)
        : ILaneKernel
    {
        readonly RiccatiFlowOperands of = of, gradients = gradients;
        readonly ReadOnlySpan<float> y = y;
        readonly Workspace work = work;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (x, next, q) = (of.State.Load<TLanes>(at), y.Load<TLanes>(at), work.Adjoint.Load<TLanes>(at));
            var way = of.Target.Load<TLanes>(at) - x;
            var halfMoved = TLanes.All(0.5f) * q * (way + of.Target.Load<TLanes>(at) - next);
            var bent = q * (way - next * (TLanes.All(1f) - of.Sign<TLanes>(at) * x));
            var k = work.Tanh.Load<TLanes>(at) / work.Root.Load<TLanes>(at);
            Add(gradients.Decay, at, k * halfMoved);
            Add(gradients.Curvature, at, k * bent * of.SizeSlope<TLanes>(at));
            TLanes.MultiplyAdd(of.Decay.Load<TLanes>(at), halfMoved, of.Size<TLanes>(at) * bent).Store(work.Adjoint, at);
        }
    }

    /// <summary>
    /// With <c>da = dk (1 - tanh^2) / r</c> for the angle <c>a = t e r</c> adds <c>de += da t r</c> and <c>dt += da e r</c>. Writes
    /// <c>dr / 2 r</c>, where <c>dr = da t e - dk k / r</c>, in the place of dk.
    /// </summary>
    readonly ref struct AddAngleKernel<TForm>(RiccatiFlowOperands of, Workspace work, RiccatiFlowOperands gradients) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly RiccatiFlowOperands of = of, gradients = gradients;
        readonly Operand<TForm> timespan = new(of.Timespan, 0);
        readonly Workspace work = work;
        readonly bool wantsTimespan = !gradients.Timespan.IsEmpty;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (t, e) = (timespan.Load<TLanes>(0, lane), of.Speed.Load<TLanes>(at));
            var (tanh, r) = (work.Tanh.Load<TLanes>(at), work.Root.Load<TLanes>(at));
            var part = work.Adjoint.Load<TLanes>(at) / r;
            var angle = part * default(Tanh).Slope(tanh);
            Add(gradients.Speed, at, angle * t * r);
            if (wantsTimespan)
                Add(gradients.Timespan, lane, angle * e * r);
            (TLanes.All(0.5f) * (angle * t * e - part * tanh / r) / r).Store(work.Adjoint, at);
        }
    }

    /// <summary>
    /// With <c>dr / 2 r</c> adds to the gradients of s, c and p what it is times <c>s / 2 + c u</c>, <c>(s + 2 c) u</c> and
    /// <c>-c (s + c) g</c>.
    /// </summary>
    readonly ref struct AddRootKernel(RiccatiFlowOperands of, Workspace work, RiccatiFlowOperands gradients) : ILaneKernel
    {
        readonly RiccatiFlowOperands of = of, gradients = gradients;
        readonly Workspace work = work;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (s, c, g) = (of.Decay.Load<TLanes>(at), of.Size<TLanes>(at), of.Sign<TLanes>(at));
            var u = TLanes.All(1f) - g * of.Target.Load<TLanes>(at);
            var square = work.Adjoint.Load<TLanes>(at);
            Add(gradients.Decay, at, square * TLanes.MultiplyAdd(c, u, TLanes.All(0.5f) * s));
            Add(gradients.Curvature, at, square * (s + c + c) * u * of.SizeSlope<TLanes>(at));
            Add(gradients.Target, at, TLanes.All(-1f) * square * c * (s + c) * g);
        }
    }

    /// <summary>What the way back keeps: the angle's tanh, r, and the adjoint that goes from loop to loop.</summary>
    readonly ref struct Workspace(Span<float> tanh, Span<float> root, Span<float> adjoint)
    {
        public readonly Span<float> Tanh = tanh, Root = root, Adjoint = adjoint;
    }
}

/// <summary>
/// The state x, the timespan t and the coefficients: the speed e, the decay s, the curvature and the target p. Or the gradients of all
/// these.
/// </summary>
readonly ref struct RiccatiFlowOperands(
    Span<float> state, Span<float> timespan, Span<float> speed, Span<float> decay, Span<float> curvature, Span<float> target,
    float steepness)
{
    public readonly Span<float> State = state, Timespan = timespan, Speed = speed, Decay = decay, Curvature = curvature, Target = target;

    readonly float steepness = steepness;

    public bool HaveLength(int length) =>
        State.Length == length && Speed.Length == length && Decay.Length == length && Curvature.Length == length
        && Target.Length == length;

    /// <summary>c</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Size<TLanes>(nint at)
        where TLanes : struct, ILanes<TLanes> => TLanes.Abs(Curvature.Load<TLanes>(at));

    /// <summary>By how much c grows with the curvature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes SizeSlope<TLanes>(nint at)
        where TLanes : struct, ILanes<TLanes> => default(Abs).Slope(Curvature.Load<TLanes>(at));

    /// <summary>g</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Sign<TLanes>(nint at)
        where TLanes : struct, ILanes<TLanes> => new Clamp(-1, 1).Value(TLanes.All(steepness) * Curvature.Load<TLanes>(at));

    /// <summary>r</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Root<TLanes>(nint at)
        where TLanes : struct, ILanes<TLanes>
    {
        var (s, c) = (Decay.Load<TLanes>(at), Size<TLanes>(at));
        var u = TLanes.All(1f) - Sign<TLanes>(at) * Target.Load<TLanes>(at);
        return TLanes.Sqrt(TLanes.MultiplyAdd(TLanes.All(0.25f) * s, s, c * (s + c) * u));
    }
}
