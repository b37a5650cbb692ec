using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>Writes the activations as equations.</summary>
static class Activations
{
    public static Signal Of(this Activation activation, Signal x) => activation switch
    {
        Activation.Identity => x,
        Activation.Tanh => SignalFunctions.Tanh(x),
        Activation.LecunTanh => SignalFunctions.LecunTanh(x),
        Activation.Relu => SignalFunctions.Relu(x),
        Activation.Silu => SignalFunctions.Silu(x),
        Activation.Gelu => SignalFunctions.Gelu(x),
        Activation.Softplus => SignalFunctions.Softplus(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
