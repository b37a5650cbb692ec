using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LiquidNet.PeerBenchmarks.Torch;

/// <summary>
/// A cell over sequences [batch x time x inputs]: all outputs [batch x time x outputs], or with a readout the probabilities after the
/// last step [batch x classes].
/// </summary>
sealed class TorchSequence : nn.Module<Tensor, Tensor, Tensor>
{
    readonly TorchCell cell;
    readonly Linear? classifier;

    public TorchSequence(TorchCell cell, SoftmaxReadout? readout = null)
        : base("sequence")
    {
        this.cell = cell;
        classifier = readout is null ? null : TorchCell.Dense(readout.Weights, readout.Bias);
        RegisterComponents();
    }

    public override Tensor forward(Tensor inputs, Tensor state)
    {
        using var scope = NewDisposeScope();
        var outputs = new Tensor[inputs.shape[1]];
        for (var step = 0; step < outputs.Length; step++)
        {
            using var input = inputs.select(1, step);
            state = cell.forward(input, state);
            outputs[step] = classifier is null ? cell.Output(state) : state;
        }

        var output = classifier is null ? stack(outputs, 1) : nn.functional.softmax(classifier.forward(state), 1);
        return output.MoveToOuterDisposeScope();
    }
}
