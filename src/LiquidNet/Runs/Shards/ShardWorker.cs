using LiquidNet.Circuits;
using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>The memory with which one thread works off shards of one number of lanes.</summary>
/// <param name="model">The model.</param>
/// <param name="output">What is read out: the model's logits or its predictions.</param>
/// <param name="lanes">Samples side by side.</param>
sealed class ShardWorker(CompiledModel model, Circuit output, int lanes)
{
    Tape? even;
    Tape? masked;
    OutputCollector? everyOutput;
    LastOutputCollector? lastOutput;

    public ShardInput Input { get; } = new(lanes, model.Inputs, model.IsBidirectional);

    /// <summary>The tape of the samples that were taken last.</summary>
    public Tape Tape { get; private set; } = null!;

    /// <summary>The gradient with respect to one number of one sample's input, if it was asked for.</summary>
    public float InputGradient(int step, int row, int lane) => Tape.InputGradient(step)[row * Input.Lanes + lane];

    /// <summary>Takes samples.</summary>
    /// <returns>The tape to run them on: that of the masked model where they differ in length.</returns>
    public Tape Load(SequenceSet set, ReadOnlySpan<int> samples)
    {
        Input.Load(set, samples);
        Input.Check(model.Limit);
        return Tape = Input.IsRagged ? masked ??= new Tape(model.Masked, output, lanes) : even ??= new Tape(model, output, lanes);
    }

    /// <summary>What puts the outputs of the samples that were taken last into the memory of their sequences.</summary>
    /// <param name="outputs">The memory of every sequence of the set.</param>
    /// <param name="takesLast">Whether only the output after the last step of each is asked for.</param>
    public IShardOutput CollectInto(IReadOnlyList<float[]> outputs, bool takesLast)
    {
        if (takesLast)
            return (lastOutput ??= new LastOutputCollector(model, Input)).Begin(outputs);
        return (everyOutput ??= new OutputCollector(model, Input)).Begin(outputs);
    }

    /// <summary>Lets go of the samples that were taken last, and of the memory of their outputs.</summary>
    public void Clear()
    {
        Input.Clear();
        everyOutput?.Clear();
    }
}
