using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Export;
using LiquidNet.Solvers;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests.Readme;

/// <summary>The code of the README, between marks that name each example; the tests beside it compare the two and run it.</summary>
static class Examples
{
    public static Evaluation FirstExample()
    {
        // <first>
        var images = SyntheticSequences.Images(count: 2_000, seed: 1);          // or Cifar10.Load()
        var (train, test) = ImageSequences.Hold(images, steps: 6).Split(0.8, seed: 1);

        var cell = new LeakyIntegratorCell(inputSize: 3072, units: 20, timeConstant: 2, seed: 1);
        var network = LiquidNetwork.Classifier(cell, classes: 10);

        var trainer = new Trainer(network, new() { Epochs = 10, Optimizer = new Sgd(0.05f) });
        trainer.Fit(train);
        Console.WriteLine(trainer.Evaluate(test));                              // accuracy, loss, confusion matrix
        // </first>
        return trainer.Evaluate(test);
    }

    public static Matrix<float> ByHand(Matrix<float> x)
    {
        // <by-hand>
        var layer = new LiquidLayer(inputSize: 20, units: 32);                  // Euler-integrated hidden state
        var readout = new SoftmaxReadout(layer.OutputSize, classes: 10);
        Matrix<float> states = layer.Forward(x);                                // x [time x 20]
        Matrix<float> probabilities = readout.Forward(states);                  // [time x 10], rows sum to one
        Matrix<float> recurrent = layer.Cell.Parameters["W_hid"].Matrix;        // live: what is written here is used
        // </by-hand>
        recurrent.Clear();
        return probabilities;
    }

    public static (LiquidNetwork Network, int[] Ahead, int Outcome) Irregular(Matrix<float> values, float[] hoursSinceLast)
    {
        // <irregular>
        var wiring = new AutoNeuralCircuitPolicy(units: 32, outputs: 4);        // neurons wired like C. elegans
        var network = LiquidNetwork.Classifier(new LtcCell(inputSize: 8, wiring), classes: 2);
        var patient = new Sequence(values) { Timespans = hoursSinceLast, Label = 1 };
        var ahead = network.Predict(patient);                                   // a class at every step
        var outcome = network.Classify(patient);                                // one, after the last
        // </irregular>
        return (network, ahead, outcome);
    }

    public static (LiquidNetwork Network, SequenceSet Set) Missing(Matrix<float> vitals, float[] hours)
    {
        // <missing>
        var known = new Sequence(vitals) { Timespans = hours, Labels = [0, Sequence.MissingLabel, 1] };
        var set = MissingValueEncoder.Of(SequenceSet.Of([known]));              // NaN in vitals: the last value, a mark, its age
        var network = LiquidNetwork.Classifier(new CfcCell(set.Features, units: 32), classes: 2);
        new Trainer(network, new() { Loss = new SoftmaxCrossEntropy { ClassWeights = [1, 5] } }).Fit(set);
        // </missing>
        return (network, set);
    }

    public static float Stream(LiquidNetwork network, IEnumerable<(float[] Values, float Seconds)> sensor)
    {
        var last = 0f;
        void Act(ReadOnlySpan<float> answer) => last = answer[0];

        // <stream>
        var stream = network.OpenStream();                                      // plain memory: nothing to dispose
        foreach (var reading in sensor)
            Act(stream.Step(reading.Values, elapsed: reading.Seconds));         // valid until the next step; nothing allocated
        // </stream>
        return last;
    }

    public static void WriteC(LiquidNetwork network)
    {
        // <c-source>
        CSource.Write(network, "driver");                                       // driver.h, driver.c: C99, no heap
        CSource.Write(network, "small", new() { Weights = CWeights.Int8 });     // weights of one byte
        // </c-source>
    }
}

// <own-cell>
public sealed class LeakyCell(int inputSize, int units, int seed = 0) : OdeCell(inputSize, units)
{
    readonly Parameter leak = Parameter.Positive("leak", units, initial: 1f);
    readonly Parameter weights = Parameter.Glorot("W", inputSize + units, units, seed);

    protected override Rates Rates(Signal input, Signal state) =>
        new(Decay: leak, Drive: Tanh(Affine(weights, Concatenate(input, state))));
}
// </own-cell>

// <own-loss>
public sealed class TooLowIsWorse(float price) : ElementwiseLoss                // trains by TrainerOptions.Loss
{
    protected override (float Loss, float Slope) Compare(float logit, float target)
    {
        var error = logit - target;
        var weight = error < 0 ? price : 1;
        return (weight * error * error, 2 * weight * error);
    }
}
// </own-loss>
