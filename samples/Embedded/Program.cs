using System.Diagnostics;
using System.Globalization;
using LiquidNet;
using LiquidNet.Analysis;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Export;
using LiquidNet.Samples;
using LiquidNet.Training;
using LiquidNet.Wirings;
using Spectre.Console;

var console = SampleConsole.Create();

// 19 neurons learn to steer as a driver does who sees more than they do.
var wiring = new NeuralCircuitPolicy(
    interNeurons: 12, commandNeurons: 6, motorNeurons: 1, sensoryFanOut: 6, interFanOut: 4, recurrentCommandSynapses: 6, motorFanIn: 4)
{
    Seed = 1,
};
var cell = new LtcCell(LaneKeeping.Features, wiring, seed: 1);
var network = LiquidNetwork.Regressor(cell, outputs: 1, seed: 1);
console.WriteLine(network.ToString());
var trainer = new Trainer(network, new()
{
    Epochs = 40,
    Optimizer = new Adam(0.02f),
    Schedule = LearningRateSchedule.Cosine(),
    Clipping = GradientClipping.ByNorm(1),
    Seed = 1,
});
var started = Stopwatch.GetTimestamp();
TrainingDisplay.Fit(console, trainer, SequenceSet.Of(LaneKeeping.Drives(count: 400, seed: 1)), CancellationToken.None);
console.WriteLine(Text($"Trained in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));

// What it has learned becomes C, with weights in 4, 2 and 1 bytes.
var folder = args is [var chosen] ? chosen : Path.Combine(Path.GetTempPath(), "liquidnet-embedded");
Directory.CreateDirectory(folder);
CSource.Write(network, Path.Combine(folder, "driver"));
File.WriteAllText(Path.Combine(folder, "wiring.svg"), cell.Wiring.ToSvg());
console.WriteLine($"Wrote driver.h, driver.c and wiring.svg into {folder}");
if (CController.Compiler is null)
{
    console.WriteLine("There is no C compiler on the path (cc, gcc or clang), so the source is not compiled and compared.");
    return;
}

var drives = LaneKeeping.Drives(count: 50, seed: 2);
var targets = drives.SelectMany(drive => drive.Targets!.Column(0)).ToArray();
var expected = network.Forward(drives).SelectMany(predictions => predictions.Column(0)).ToArray();
var table = new Table().AddColumns("Steering by", "Mean error, rad", "Largest difference, rad");
AddRow("the network", expected);
AddRow("nobody: straight on", new float[targets.Length]);
foreach (var weights in Enum.GetValues<CWeights>())
{
    var controller = CController.Compile(network, weights, Path.Combine(folder, weights.ToString()));
    AddRow($"C, weights as {weights.ToString().ToLowerInvariant()}", controller.Predict(drives));
}

console.Write(table);

void AddRow(string name, float[] predictions) => table.AddRow(
    name, Text($"{Mean(predictions, targets):F5}"), Text($"{predictions.Zip(expected, (a, b) => Math.Abs(a - b)).Max():0.0E+0}"));

static double Mean(float[] predictions, float[] targets) => predictions.Zip(targets, (a, b) => Math.Abs(a - b)).Average();

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
