using System.CommandLine;
using System.Globalization;
using LiquidNet;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Onnx;
using LiquidNet.Samples;
using LiquidNet.Training;
using LiquidNet.Wirings;
using Spectre.Console;

const string Description = """
    Trains a liquid time-constant network to look ahead in irregular time, exports it to ONNX, and runs it with ONNX Runtime.

      dotnet run -c Release --project samples/OnnxExport -- [options]

    Writes step.onnx, a model of one time step, and sequence.onnx, one of whole sequences.
    Exit code: 0 done, 1 ONNX Runtime disagrees or a file cannot be written, 2 options not understood, 130 interrupted.
    """;

// Both compute in single precision, with other functions and in another order.
const float Tolerance = 1e-4f;
const int Seed = 1;

var console = SampleConsole.Create();
var output = new Option<DirectoryInfo>("--output")
{
    Description = "Where the models go. Default: the current folder.",
    HelpName = "FOLDER",
    DefaultValueFactory = _ => new DirectoryInfo("."),
};
var epochs = new Option<int>("--epochs")
{
    Description = "How often all sequences are gone through. Default: 10.",
    HelpName = "N",
    DefaultValueFactory = _ => 10,
};
epochs.Validators.Add(given =>
{
    if (given.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count > 0))
        given.AddError($"--epochs {token.Value}: expected a number from 1 on.");
});
var command = new RootCommand(Description) { output, epochs };
command.SetAction((given, cancellation) =>
{
    Run(given.GetRequiredValue(output), given.GetRequiredValue(epochs), cancellation);
    return Task.CompletedTask;
});
return await new SampleCommand(command).RunAsync(args);

void Run(DirectoryInfo folder, int epochs, CancellationToken cancellation)
{
    var training = SyntheticSequences.IrregularSines(count: 1_000, seed: Seed);
    var test = SyntheticSequences.IrregularSines(count: 200, seed: ~Seed);
    var cell = new LtcCell(training.Features, new AutoNeuralCircuitPolicy(units: 24, outputs: 4), seed: Seed);
    var network = LiquidNetwork.Regressor(cell, outputs: 1).Standardized(training);
    network.FeatureNames = ["wave"];
    network.OutputNames = ["wave ahead"];
    console.WriteLine(network.ToString());

    var trainer = new Trainer(network, new() { Epochs = epochs, Optimizer = new Adam(0.01f), Seed = Seed });
    TrainingDisplay.Fit(console, trainer, training, cancellation);
    cancellation.ThrowIfCancellationRequested();
    console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Test: loss {trainer.Evaluate(test, cancellation).Loss:F4}"));

    folder.Create();
    var comparison = new OrtComparison(network, test);
    var (step, sequence) = (Path.Combine(folder.FullName, "step.onnx"), Path.Combine(folder.FullName, "sequence.onnx"));
    OnnxExporter.WriteStep(network, step);
    OnnxExporter.WriteSequence(network, sequence);
    Report(step, comparison.OfSteps(step));
    Report(sequence, comparison.OfSequence(sequence));
}

void Report(string path, float difference)
{
    console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(path),-13}  {new FileInfo(path).Length,7:N0} bytes  ONNX Runtime differs by at most {difference:G2}"));
    if (!(difference <= Tolerance))
        throw new InvalidOperationException($"ONNX Runtime computes something else with '{path}'.");
}
