using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Export;
using LiquidNet.Import;
using LiquidNet.Online;
using LiquidNet.Onnx;
using LiquidNet.Solvers;
using LiquidNet.Storage;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests.Readme;

/// <summary>The code of the README, between marks that name each example; the tests beside it compare the two and run it.</summary>
static class Examples
{
    public static (Evaluation Evaluation, float Next) FirstExample()
    {
        // <first>
        var waves = SyntheticSequences.IrregularSines(count: 1_000, seed: 1);   // read at irregular times
        var (train, test) = waves.Split(0.8, seed: 1);

        var cell = new CfcCell(waves.Features, units: 32, seed: 1);
        var network = LiquidNetwork.Regressor(cell, waves.Outputs, seed: 1);    // forecasts the value one unit of time later

        var trainer = new Trainer(network, new() { Epochs = 20, Optimizer = new Adam(0.02f), Schedule = LearningRateSchedule.OneCycle() });
        trainer.Fit(train, new Progress<EpochReport>(report =>
        {
            if (report.IsComplete)                                              // an epoch, not a batch of it
                Console.WriteLine(report);
        }));
        Console.WriteLine(trainer.Evaluate(test));                              // loss, mean absolute error

        var stream = network.OpenStream();                                      // one reading at a time, without allocation
        var next = stream.Step([0.5f], elapsed: 0.7f)[0];
        // </first>
        return (trainer.Evaluate(test), next);
    }

    public static Evaluation Images()
    {
        // <images>
        var images = SyntheticSequences.Images(count: 2_000, seed: 1);          // or Cifar10.Load()
        var (train, test) = ImageSequences.Hold(images, steps: 6).Split(0.8, seed: 1);

        var cell = new LeakyIntegratorCell(inputSize: 3072, units: 20, timeConstant: 2, seed: 1);
        var network = LiquidNetwork.Classifier(cell, classes: 10);

        var trainer = new Trainer(network, new() { Epochs = 10, Optimizer = new Sgd(0.05f) });
        trainer.Fit(train);
        Console.WriteLine(trainer.Evaluate(test));                              // accuracy, loss, confusion matrix
        // </images>
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

    public static (LiquidNetwork Network, int[] Ahead, int Outcome, float[] Probabilities) Irregular(
        Matrix<float> values, float[] hoursSinceLast)
    {
        // <irregular>
        var wiring = new AutoNeuralCircuitPolicy(units: 32, outputs: 4);        // neurons wired like C. elegans
        var network = LiquidNetwork.Classifier(new LtcCell(inputSize: 8, wiring), classes: 2);
        var patient = new Sequence(values) { Timespans = hoursSinceLast, Label = 1 };
        var ahead = network.Predict(patient);                                   // a class at every step
        var outcome = network.Classify(patient);                                // one, after the last
        var probabilities = network.ForwardLast(patient);                       // of both classes, after the last
        // </irregular>
        return (network, ahead, outcome, probabilities);
    }

    public static (LiquidNetwork Network, SequenceSet Set) Missing(Matrix<float> vitals, float[] hours)
    {
        // <missing>
        var known = new Sequence(vitals) { Timespans = hours, Labels = [0, Sequence.MissingLabel, 1] };
        var set = SequenceSet.Of([known]);                                      // NaN in vitals: not measured
        var cell = new MissingValueCell(set.Features, inputs => new CfcCell(inputs, units: 32));
        var network = LiquidNetwork.Classifier(cell, classes: 2)                // it sees the last value, a mark, its age
            .Standardized(set);                                                 // in any unit; a value never seen is the mean
        new Trainer(network, new() { Loss = new SoftmaxCrossEntropy { ClassWeights = [1, 5] } }).Fit(set);
        // </missing>
        return (network, set);
    }

    public static LiquidNetwork Deep(SequenceSet train)
    {
        // <deep>
        var cell = new StackedCell(
            new RiccatiCell(train.Features, units: 64, seed: 1),
            new ResidualCell(new RiccatiCell(inputSize: 64, units: 64, seed: 2)),
            new ResidualCell(new RiccatiCell(inputSize: 64, units: 64, seed: 3)),
            new AveragePooling(64));
        var network = LiquidNetwork.Classifier(cell, train.Classes).Standardized(train);
        // </deep>
        return network;
    }

    public static LiquidNetwork BothDirections(SequenceSet train)
    {
        // <both-directions>
        var cell = new Bidirectional(
            new CfcCell(train.Features, units: 32, seed: 1),                    // from the beginning
            new CfcCell(train.Features, units: 32, seed: 2));                   // from the end
        var network = LiquidNetwork.Classifier(cell, train.Classes).Standardized(train);
        // </both-directions>
        return network;
    }

    public static Matrix<float> Forecast(SequenceSet train, Sequence recent)
    {
        // <forecast>
        var network = LiquidNetwork.Regressor(new CfcCell(inputSize: 5, units: 64), outputs: 1)
            .Standardized(train);                                               // by the set that it learns from: inputs and target values
        new Trainer(network, new() { Optimizer = new Adam(0.005f), Epochs = 50 }).Fit(train);
        Matrix<float> forecast = network.Forward(recent);                       // [time x 1]
        // </forecast>
        return forecast;
    }

    public static Matrix<float> IntoMemory(LiquidNetwork network, Sequence recent)
    {
        // <into-memory>
        Matrix<float> forecast = Matrix<float>.Build.Dense(recent.Length, network.OutputSize);
        network.Forward(recent, forecast);                                      // written anew each time, without an allocation
        // </into-memory>
        return forecast;
    }

    public static Trainer RareClass(SequenceSet train, SequenceSet recent)
    {
        // <rare>
        var network = LiquidNetwork.Classifier(new CfcCell(train.Features, units: 32), classes: 2).Standardized(train);
        var trainer = new Trainer(network, new()
        {
            Loss = new SoftmaxCrossEntropy { ClassWeights = ClassWeights.Balanced(train) }, // or your own, such as [1, 6]
            Validation = recent,
            Metric = Metric.RocAuc,                                             // the epoch that ranks best is put back,
            RestoreBest = true,                                                 // rather than the last
            EmaDecay = 0.99f,                                                   // a moving average of the parameters is validated and kept
        });
        trainer.Fit(train);
        // </rare>
        return trainer;
    }

    public static void Ridge(LiquidNetwork network, SequenceSet train)
    {
        // <ridge>
        new RidgeRegression().Fit(network, train);                              // the cell stays as it is; exact, in one pass
        // </ridge>
    }

    public static Evaluation Table()
    {
        // <table>
        var table = SequenceTable.ReadCsv("vitals.csv", id: "patient", time: "hour", label: "died");
        var (train, test) = table.SplitStratified(0.8, seed: 1);                // also by group, by time, in folds; two shares: three parts
        var cell = new MissingValueCell(table.Features, inputs => new CfcCell(inputs, units: 32));
        var network = LiquidNetwork.Classifier(cell, table.Classes).Standardized(train);
        var trainer = new Trainer(network);
        trainer.Fit(train);
        Console.WriteLine(trainer.Evaluate(test));                              // classes as the file names them
        // </table>
        return trainer.Evaluate(test);
    }

    public static Matrix<float> Series()
    {
        // <series>
        var series = SequenceTable.ReadCsv("plant.csv", time: "date", options: new() { Unit = TimeSpan.FromHours(1) });
        var (past, recent) = series.SplitByTime(0.8);                           // of each series; SplitAt parts all at one date
        var windows = SequenceWindows.Of(past, length: 64, stride: 16).Forecast("power", ahead: 1); // the value of the next step
        var network = LiquidNetwork.Forecaster(new CfcCell(series.Features, units: 64), windows).Standardized(windows);
        var trainer = new Trainer(network, new() { Optimizer = new Adam(0.005f), Epochs = 50 });
        trainer.Fit(windows);
        var unseen = SequenceWindows.Of(recent, length: 64).Forecast("power", ahead: 1);
        Console.WriteLine(trainer.Evaluate(unseen));                            // with errors in the unit of the column
        Console.WriteLine(Persistence.Evaluate(unseen));                        // the errors to beat; losses are of another scale
        Matrix<float> forecast = network.Forward(recent)[0];                    // [time x 1], in the unit of the column
        // </series>
        return forecast;
    }

    public static (Evaluation Evaluation, Matrix<float> Forecast) Intervals(SequenceSet past, SequenceSet recent)
    {
        // <intervals>
        var windows = SequenceWindows.Of(past, length: 72, warmUp: 24).Forecast(["power"], [1, 12]);
        var cell = new CfcCell(past.Features, units: 64);
        var network = LiquidNetwork.Forecaster(cell, windows, quantiles: [0.1f, 0.5f, 0.9f]).Standardized(windows);
        var trainer = new Trainer(network, new() { Optimizer = new Adam(0.005f), Epochs = 50 });
        trainer.Fit(windows);                                                   // by QuantileLoss, as the network has quantiles
        var unseen = SequenceWindows.Of(recent, length: 72, warmUp: 24).Forecast(["power"], [1, 12]);
        Console.WriteLine(trainer.Evaluate(unseen));                            // pinball losses; coverage and width of the interval
        Console.WriteLine(Persistence.Evaluate(unseen, period: 24));            // the value of 24 steps before: a day, if hourly
        Matrix<float> forecast = network.Forward(recent)[0];                    // [time x 6]: power +1 10 %, +1 50 %, ..., +12 90 %
        // </intervals>
        return (trainer.Evaluate(unseen), forecast);
    }

    public static PairedTest Comparing(SequenceSet data)
    {
        // <comparing>
        var options = new CrossValidationOptions
        {
            Training = new() { Epochs = 30, EarlyStopping = new(patience: 5), RestoreBest = true },
            ValidationFraction = 0.2,                                           // of what a fold learns from, to find its best epoch
            Score = evaluation => evaluation.BalancedAccuracy!.Value,           // on the test part, which nothing else has seen
        };
        var riccati = CrossValidation.Run(
            seed => LiquidNetwork.Classifier(new RiccatiCell(data.Features, 32, seed), data.Classes, seed), data, folds: 5, options);
        var gru = CrossValidation.Run(
            seed => LiquidNetwork.Classifier(new GruCell(data.Features, 32, seed), data.Classes, seed), data, folds: 5, options);
        Console.WriteLine($"{riccati} against {gru}: {riccati.CompareTo(gru)}"); // means, deviations, and whether chance explains it
        // </comparing>
        return riccati.CompareTo(gru);
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

    public static byte[] Pool(
        LiquidNetwork network, ulong[] keys, float[] inputs, float[] elapsed, float[] outputs, string file)
    {
        // <pool>
        var pool = new StreamPool<ulong>(network);                              // a stream for each key; the first reading opens it
        var refused = pool.Step(keys, inputs, elapsed, outputs);                // one batch, for any of the keys; nothing allocated
        pool.Save(file);                                                        // all streams in one file, as of one moment
        pool.Load(file);                                                        // here or in another process: all of them, or none
        var one = pool.Snapshot(keys[0]);                                       // a single stream as bytes, such as for a database
        pool.Restore(keys[0], one);                                             // here, in another process, or in a LiquidStream
        // </pool>
        return refused == 0 ? one : [];
    }

    public static int TimeStamps(
        LiquidNetwork network, string[] devices, float[] inputs, DateTimeOffset[] times, float[] outputs,
        Action<IEnumerable<(string Device, Refusal Reason)>> Warn)
    {
        // <times>
        var pool = new StreamPool<string>(network, unit: TimeSpan.FromMinutes(1));
        var reasons = new Refusal[devices.Length];
        if (pool.Step(devices, inputs, times, outputs, reasons) > 0)            // how many readings were refused; the others were taken
            Warn(devices.Zip(reasons).Where(each => each.Second != Refusal.None));
        var forgotten = pool.RemoveIdle(since: times.Max().AddHours(-1));       // streams without a reading in the last hour
        // </times>
        return forgotten;
    }

    public static async Task Pipeline(
        LiquidNetwork network,
        IAsyncEnumerable<(string Device, float[] Values, DateTimeOffset Time)> arrivals,
        Action<string, float[]> send,
        CancellationToken cancellation)
    {
        // <pipeline>
        var pool = new StreamPool<string>(network, unit: TimeSpan.FromMinutes(1));
        var readings = arrivals.Select(it => new KeyedReading<string>(it.Device, new(it.Values, it.Time)));
        await foreach (var (device, prediction, refusal) in pool.StepAsync(readings, cancellation))
        {
            if (refusal == Refusal.None)                                        // or Late, Input...: nothing else ends
                send(device, prediction);
        }
        // </pipeline>
    }

    public static float Online(LiquidNetwork network, IEnumerable<(float[] Values, float Seconds, float[]? Target)> sensor)
    {
        var last = 0f;
        void Act(ReadOnlySpan<float> prediction) => last = prediction[0];

        // <online>
        var learner = new RealTimeRecurrentLearning(network);
        foreach (var reading in sensor)
        {
            Act(learner.Observe(reading.Values, elapsed: reading.Seconds));     // predicts at once
            if (reading.Target is { } target)
                learner.Correct(target);                                        // when it is known, or never; nothing allocated
        }
        // </online>
        return last;
    }

    public static DelayedLearner Delayed(LiquidNetwork network, IEnumerable<(float[] Values, float[] Load)> meter, List<float> plan)
    {
        void Plan(ReadOnlySpan<float> forecast) => plan.Add(forecast[0]);

        // <delayed>
        var learner = new DelayedLearner(new RecursiveLeastSquares(network), delay: 24);
        foreach (var reading in meter)
        {
            Plan(learner.Observe(reading.Values));                              // a forecast 24 readings ahead, at once
            if (learner.IsTargetDue)
                learner.Correct(reading.Load);                                  // what the forecast of 24 readings ago should have been
        }
        // </delayed>
        return learner;
    }

    public static OnlineLearner Watching(
        LiquidNetwork network, IEnumerable<(float[] Values, float[] Target)> sensor, List<double> losses)
    {
        // <watching>
        var learner = new RecursiveLeastSquares(network)
        {
            Drift = new PageHinkley(),                                          // or a monitor of your own
            DriftResponse = new(),                                              // after a change, learn faster for a while
        };
        foreach (var reading in sensor)
        {
            learner.Observe(reading.Values);
            losses.Add(learner.Correct(reading.Target));                        // its loss, in which Drift looks for a change
        }

        Console.WriteLine($"{learner.Drifts} changes in {learner}");
        // </watching>
        return learner;
    }

    public static LearnerPool<string> Learners(
        LiquidNetwork network, string device, float[] reading, float elapsed, float[] prediction, float[] target)
    {
        // <learners>
        var pool = new LearnerPool<string>(network) { Forgetting = 0.999 };     // the cell is shared and stays as it is
        pool.Observe(device, reading, elapsed, prediction);                     // the first reading opens a learner
        pool.Correct(device, target);                                           // moves the readout of this device alone
        // </learners>
        return pool;
    }

    public static (OnlineLearner Learner, OnlineLearner Resumed) Resuming(
        LiquidNetwork network, float[] reading, float[] target, string file)
    {
        // <resuming>
        var learner = new RealTimeRecurrentLearning(network) { Rollback = new() };
        learner.Observe(reading);
        learner.Correct(target);
        learner.Save(file);                                                     // network, optimiser, influence, snapshot, counts
        var resumed = OnlineLearner.Load(file);                                 // goes on as the other would have, bit for bit
        resumed.IsPaused = true;                                                // predicts and carries on, and moves nothing
        // </resuming>
        return (learner, resumed);
    }

    public static (string Picture, Trace Trace) Looking(Sequence sequence, TextWriter table)
    {
        // <looking>
        var cell = new LtcCell(inputSize: 4, new AutoNeuralCircuitPolicy(units: 14, outputs: 2));
        var network = LiquidNetwork.Regressor(cell, outputs: 2);
        Console.WriteLine(network.Summary());                                   // parts, shapes, parameters, bytes, synapses
        foreach (var (name, parameter) in network.Parameters.Named)             // full names, unique in the network
            Console.WriteLine($"{name}: {parameter.Values[0]}...");
        Console.WriteLine(network.Equation());                                  // as written; CompiledEquation(): as it is computed
        var picture = cell.Wiring.ToSvg();                                      // the picture below; also ToDot(), ToMermaid()
        var trace = Trace.Of(network, sequence);                                // state, time constant, synaptic current of each neuron
        trace.WriteCsv(table);                                                  // ToSvg() draws it
        // </looking>
        return (picture, trace);
    }

    public static LiquidNetwork Files(LiquidNetwork network)
    {
        // <files>
        network.Save("driver.safetensors");                                     // the equation and its parameters
        var driver = LiquidNetwork.Load("driver.safetensors");                  // also where the cell's class is not known
        // </files>
        return driver;
    }

    public static TrainingHistory Resume(LiquidNetwork network, SequenceSet train)
    {
        // <resume>
        var trainer = new Trainer(network, new() { Epochs = 100, Checkpoints = new("run/") });
        trainer.Fit(train);                                                     // started again, goes on after the last whole epoch
        // </resume>
        return trainer.Fit(train);
    }

    public static void OwnLoop(
        LiquidNetwork network, IEnumerable<Sequence[]> batches, Func<Matrix<float>[], Sequence[], Matrix<float>[]> lossGradient)
    {
        // <own-loop>
        var tape = new GradientTape(network);
        var gradients = new GradientSet(network.Parameters);
        var optimizer = new Adam(0.01f).CreateState(network.Parameters);
        foreach (var batch in batches)
        {
            Matrix<float>[] outputs = tape.Forward(batch);                      // [time x OutputSize] each
            gradients.Clear();
            tape.Backward(LossGradient(outputs, batch), gradients);             // by each output, shaped as they are
            GradientClipping.ByNorm(1).Apply(gradients);                        // in place; gives the norm before
            optimizer.Step(gradients);
        }
        // </own-loop>

        Matrix<float>[] LossGradient(Matrix<float>[] outputs, Sequence[] batch) => lossGradient(outputs, batch);
    }

    public static void Onnx(LiquidNetwork driver)
    {
        // <onnx>
        OnnxExporter.WriteStep(driver, "step.onnx");                            // input, timespan, state -> prediction, next_state
        OnnxExporter.WriteSequence(driver, "sequence.onnx", new() { HasMask = true });  // all steps of a batch, time first, padded
        // </onnx>
    }

    public static void Checkpoint(SequenceSet recent)
    {
        // <checkpoint>
        var options = new NcpsOptions { Unfolds = 6, Constraints = LtcConstraints.Implicit };
        var policy = NcpsCheckpoint.LoadNetwork("policy.pt", head: "head", options);
        Console.WriteLine(ParityReport.Of(policy, "reference.safetensors"));    // what Python gave, beside what it gives here
        new Trainer(policy).Fit(recent);
        NcpsCheckpoint.SaveNetwork(policy, "policy-2.pt", head: "head");        // for load_state_dict(torch.load(...), strict=True)
        // </checkpoint>
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
    protected override (float Loss, float Slope) Compare(float logit, float target, int output)
    {
        var error = logit - target;
        var weight = error < 0 ? price : 1;
        return (weight * error * error, 2 * weight * error);
    }
}
// </own-loss>
