using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using LiquidNet;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Storage;
using LiquidNet.Training;
using LiquidNet.Wirings;

// Published as native code this program proves that the library needs no code generated at run time.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var mode = RuntimeFeature.IsDynamicCodeSupported ? "just-in-time" : "native";

if (args is [var model])
{
    // How long it takes from the start of the process to what a user waits for.
    var loaded = LiquidNetwork.Load(model);
    var first = loaded.OpenStream().Step(new float[loaded.InputSize])[0];
    var waited = DateTime.Now - Process.GetCurrentProcess().StartTime;
    Console.WriteLine($"{mode}: {loaded}, first prediction {first} after {waited.TotalMilliseconds:N0} ms");
    return;
}

var (train, test) = ImageSequences.Rows(SyntheticSequences.Images(count: 400, seed: 1)).Split(0.8, seed: 1);
var wiring = new AutoNeuralCircuitPolicy(units: 16, outputs: 4);
LiquidCell[] cells =
[
    new LeakyIntegratorCell(train.Features, units: 16),
    new LtcCell(train.Features, wiring),
    new CfcCell(train.Features, units: 16),
    new WiredCfcCell(train.Features, wiring),
    new MixedMemoryCell(new GruCell(train.Features, units: 8)),
    new MissingValueCell(train.Features, inputs => new CtRnnCell(inputs, units: 8)),
];
foreach (var cell in cells)
{
    var network = LiquidNetwork.Classifier(cell, train.Classes);
    var trainer = new Trainer(network, new() { Epochs = 4, Optimizer = new Adam(0.003f) });
    var history = trainer.Fit(train);
    if (!(history.Last.Loss < history.Epochs[0].Loss))
    {
        throw new InvalidOperationException(
            $"{network} did not learn: the loss went from {history.Epochs[0].Loss} to {history.Last.Loss}.");
    }

    var sequence = test.ToSequence(0);
    var whole = network.Forward([sequence])[0];
    var stream = network.OpenStream();
    for (var step = 0; step < sequence.Length; step++)
    {
        var output = stream.Step(sequence.Values.Row(step).ToArray(), sequence.Timespans?[step] ?? 1);
        if (!(MathF.Abs(output[0] - whole[step, 0]) < 1e-4f))
            throw new InvalidOperationException($"{network} streams {output[0]} but computes {whole[step, 0]} as a sequence, step {step}.");
    }

    CompareWithFiles(network, sequence, label: 1);
    Console.WriteLine($"{mode}: {network}, accuracy {trainer.Evaluate(test).Accuracy:P0}");
}

var table = SequenceTable.ParseCsv("id,hour,pulse,ward\na,0,60,north\na,1.5,,south\n", id: "id", time: "hour");
if (table.ToSequence(0).Timespans![1] != 1.5f || table.Features != 3)
    throw new InvalidOperationException("A table was not read as it is.");

if (!Wiring.FromJson(wiring.Build(3).ToJson()).Equals(wiring.Build(3)))
    throw new InvalidOperationException("A wiring did not come back from JSON as it was.");

var pooled = LiquidNetwork.Regressor(new GruCell(1, 4), outputs: 1);
CompareWithPoolFile<string>(pooled, ["a", "b"]);
CompareWithPoolFile<long>(pooled, [-1, 2]);
CompareWithPoolFile<Guid>(pooled, [Guid.Empty, Guid.NewGuid()]);

// The file of a pool gives the same bits, whatever its keys are.
static void CompareWithPoolFile<TKey>(LiquidNetwork network, TKey[] keys)
    where TKey : notnull
{
    var (pool, loaded, file) = (new StreamPool<TKey>(network), new StreamPool<TKey>(network), new MemoryStream());
    pool.Step(keys, new float[keys.Length], new float[keys.Length], new float[keys.Length]);
    pool.Save(file);
    file.Position = 0;
    loaded.Load(file);
    if (!loaded.GetKeys().SequenceEqual(keys) || !loaded.Snapshot(keys[1]).SequenceEqual(pool.Snapshot(keys[1])))
        throw new InvalidOperationException($"A pool with keys of {typeof(TKey)} did not come back from its file as it was.");
}

// The file of a network gives the same bits, and so does that of a learner half-way.
static void CompareWithFiles(LiquidNetwork network, Sequence sequence, int label)
{
    var folder = Directory.CreateTempSubdirectory("liquidnet-aot-");
    try
    {
        var model = Path.Combine(folder.FullName, "model.safetensors");
        network.Save(model);
        var loaded = LiquidNetwork.Load(model);
        var (stream, same) = (network.OpenStream(), loaded.OpenStream());
        var learner = new RealTimeRecurrentLearning(loaded);
        for (var step = 0; step < sequence.Length; step++)
        {
            var input = sequence.Values.Row(step).ToArray();
            if (!stream.Step(input).SequenceEqual(same.Step(input)))
                throw new InvalidOperationException($"{network} does not stream from its file what it streams itself, step {step}.");
            learner.Observe(input);
            learner.Correct(label);
        }

        var state = Path.Combine(folder.FullName, "learner.safetensors");
        learner.Save(state);
        var resumed = OnlineLearner.Load(state);
        for (var step = 0; step < sequence.Length; step++)
        {
            var input = sequence.Values.Row(step).ToArray();
            if (!learner.Observe(input).SequenceEqual(resumed.Observe(input)))
                throw new InvalidOperationException($"{network} does not go on learning from its file as it does itself, step {step}.");
            learner.Correct(label);
            resumed.Correct(label);
        }
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}
