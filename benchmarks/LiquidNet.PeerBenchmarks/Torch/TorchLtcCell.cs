using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>
/// Fully connected LTC with its semi-implicit unfolds, on dense [sources x targets] synapses as libraries of tensors compute it.
/// </summary>
sealed class TorchLtcCell : TorchCell
{
    static readonly Scalar Epsilon = 1e-8f;

    readonly int unfolds;
    readonly TorchParameter gleak, vleak, cm, inputW, inputB, outputW, outputB;
    readonly TorchParameter w, mu, sigma, erev, sensoryW, sensoryMu, sensorySigma, sensoryErev;

    public TorchLtcCell(LtcCell cell)
        : base("ltc")
    {
        var parameters = cell.Parameters;
        unfolds = cell.Unfolds.MaxCount;
        (gleak, vleak, cm) = (Vector(parameters["gleak"]), Vector(parameters["vleak"]), Vector(parameters["cm"]));
        (inputW, inputB) = (Vector(parameters["input_w"]), Vector(parameters["input_b"]));
        (outputW, outputB) = (Vector(parameters["output_w"]), Vector(parameters["output_b"]));
        var (synapses, sensory) = (cell.Wiring.Synapses, cell.Wiring.SensorySynapses);
        (w, mu) = (Table(parameters["w"], synapses), Table(parameters["mu"], synapses));
        (sigma, erev) = (Table(parameters["sigma"], synapses), Table(parameters["erev"], synapses));
        (sensoryW, sensoryMu) = (Table(parameters["sensory_w"], sensory), Table(parameters["sensory_mu"], sensory));
        (sensorySigma, sensoryErev) = (Table(parameters["sensory_sigma"], sensory), Table(parameters["sensory_erev"], sensory));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor v)
    {
        using var scope = NewDisposeScope();
        var inputs = (x * inputW + inputB).unsqueeze(-1);
        var fromInputs = nn.functional.softplus(sensoryW) * sigmoid(sensorySigma * (inputs - sensoryMu));
        var leak = nn.functional.softplus(gleak);
        var capacitance = nn.functional.softplus(cm) * (Scalar)(float)unfolds;
        var weights = nn.functional.softplus(w);
        var currents = (fromInputs * sensoryErev).sum(1) + leak * vleak;
        var conductances = fromInputs.sum(1) + leak + capacitance + Epsilon;
        for (var unfold = 0; unfold < unfolds; unfold++)
        {
            using var unfoldScope = NewDisposeScope();
            var activity = weights * sigmoid(sigma * (v.unsqueeze(-1) - mu));
            var drive = capacitance * v + (activity * erev).sum(1) + currents;
            v = (drive / (activity.sum(1) + conductances)).MoveToOuterDisposeScope();
        }

        return v.MoveToOuterDisposeScope();
    }

    public override Tensor Output(Tensor state) => state * outputW + outputB;

    static TorchParameter Table(Parameter perSynapse, SynapseTable table) =>
        nn.Parameter(tensor(DenseSynapses.Of(perSynapse, table), table.SourceCount, table.TargetCount));
}
