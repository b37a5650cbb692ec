using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The memory with which one thread runs shards forward and adds up outputs of the cell and targets.</summary>
sealed class RegressionWorker : IShardOutput
{
    readonly LiquidNetwork network;
    readonly bool usesLabels;
    readonly ShardWorker worker;
    readonly TargetReader reader;
    readonly TargetWindow targets;
    readonly double[] features;
    readonly double[] target;

    int[] labels = [];
    float[] weights = [];
    RegressionSums sums = null!;

    public RegressionWorker(LiquidNetwork network, AffineReadout readout, Loss loss, int lanes)
    {
        this.network = network;
        usesLabels = loss.UsesLabels;
        worker = new ShardWorker(network.Model, readout.Features, lanes);
        reader = new TargetReader(loss, network.TargetSize);
        targets = new TargetWindow(worker.Input, network.TargetSize, network.OutputSize, network.Model.CreateTargetRun(lanes));
        features = new double[readout.Weights.Rows + 1];
        features[^1] = 1;
        target = new double[network.OutputSize];
    }

    /// <summary>Adds up the outputs of some samples.</summary>
    public RegressionSums Run(SequenceSet set, ReadOnlySpan<int> samples)
    {
        sums = new RegressionSums(features.Length - 1, target.Length);
        var (tape, input) = (worker.Load(set, samples), worker.Input);
        targets.Begin();
        (labels, weights) = (new int[input.Lanes * input.Steps], new float[input.Lanes * input.Steps]);
        for (var lane = 0; lane < input.Count; lane++)
        {
            var (first, count) = (lane * input.Steps, TargetReader.HasEveryStep(set) ? input.LengthOf(lane) : 1);
            reader.Read(set, input.SampleOf(lane), labels.AsSpan(first, count), weights.AsSpan(first, count));
        }

        tape.Begin(input, TapeMemory.Nothing);
        tape.Dropout = null;
        tape.InitialState.Clear();
        tape.Forward(input, this);
        return sums;
    }

    bool IShardOutput.Wants(int step) => TargetReader.HasEveryStep(worker.Input.Set) || step == worker.Input.Steps - 1;

    void IShardOutput.Write(int step, ReadOnlySpan<float> output)
    {
        var input = worker.Input;
        var isEveryStep = TargetReader.HasEveryStep(input.Set);
        var values = usesLabels ? default : targets.At(step);
        for (var lane = 0; lane < input.Count; lane++)
        {
            var place = lane * input.Steps + (isEveryStep ? step : 0);
            if (weights[place] == 0 || (isEveryStep && step >= input.LengthOf(lane)))
                continue;
            ReadFeatures(output, lane, step);
            for (var at = 0; at < target.Length; at++)
                target[at] = usesLabels ? (labels[place] == at ? 1 : 0) : Checked(values[at * input.Lanes + lane], lane, step);
            for (var row = features.Length - 1; row < output.Length / input.Lanes; row++)
                target[row - features.Length + 1] -= output[row * input.Lanes + lane];
            sums.Add(features, target, weights[place]);
        }
    }

    void ReadFeatures(ReadOnlySpan<float> output, int lane, int step)
    {
        var input = worker.Input;
        for (var row = 0; row < features.Length - 1; row++)
        {
            features[row] = output[row * input.Lanes + lane];
            if (!double.IsFinite(features[row]))
                throw NotFinite.Output(network.Model, $" in step {step} of sequence {input.SampleOf(lane)}");
        }
    }

    double Checked(float value, int lane, int step) => float.IsNaN(value)
        ? throw new ArgumentException(
            $"Sequence {worker.Input.SampleOf(lane)}, step {step}: a target value is missing, and least squares solve for all at once.")
        : value;
}
