namespace LiquidNet.Cells;

/// <summary>Which of the published CfC models is computed. They differ in the activation of the heads and in the sign of time in the
/// gate.</summary>
/// <remarks><c>z</c> stands for the features that the heads read; <c>time_a</c> and <c>time_b</c> are linear maps of them.
/// <see cref="CfcMode.Pure"/> is the same in all models.</remarks>
public enum CfcSemantics
{
    /// <summary><c>ncps.torch</c>: <c>f = tanh(W z + b)</c>, <c>s = sigmoid(time_a dt + time_b)</c>.</summary>
    Torch,

    /// <summary><c>ncps.keras</c> and <c>ncps.tf</c>: <c>f = W z + b</c>, unbounded, and <c>s = sigmoid(-time_a dt + time_b)</c>.</summary>
    Keras,

    /// <summary>The paper's TensorFlow code: <c>f = 1.7159 tanh(0.666 (W z + b))</c>, <c>s = sigmoid(-time_a dt + time_b)</c>.</summary>
    PaperTf,
}
