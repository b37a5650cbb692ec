using System.Globalization;
using LiquidNet;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Import;
using LiquidNet.Samples;
using LiquidNet.Training;
using Spectre.Console;

var console = SampleConsole.Create();
return await new SampleCommand(CommandLine.Create(Run)).RunAsync(args);

void Run(SampleOptions options, CancellationToken cancellation)
{
    var folder = Directory.CreateTempSubdirectory("ncpscheckpoint-").FullName;
    try
    {
        var own = options.Checkpoint is null;
        var given = own ? Own(options, folder) : options;
        var network = Load(given);
        Describe(network, own ? "the program's own checkpoint" : given.Checkpoint!);
        if (given.Reference is not null)
            console.WriteLine($"Beside Python: {ParityReport.Of(network, given.Reference)}");
        TrainOn(network, given, cancellation);
        Save(network, given);
        cancellation.ThrowIfCancellationRequested();
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

// What the program carries becomes files: a checkpoint is a file.
static SampleOptions Own(SampleOptions options, string folder) => options with
{
    Checkpoint = Unpacked("sine.pt", folder),
    Reference = options.Reference ?? Unpacked("reference.safetensors", folder),
    Head = "head",
    Model = new() { Unfolds = 6, Constraints = LtcConstraints.Implicit },
};

static string Unpacked(string name, string folder)
{
    var path = Path.Combine(folder, name);
    using var file = File.Create(path);
    using var content = typeof(SampleOptions).Assembly.GetManifestResourceStream(name)!;
    content.CopyTo(file);
    return path;
}

static LiquidNetwork Load(SampleOptions options)
{
    if (options.Head is not null)
        return NcpsCheckpoint.LoadNetwork(options.Checkpoint!, options.Head, options.Model);
    var cell = NcpsCheckpoint.LoadCell(options.Checkpoint!, options.Model);
    return new(cell, new IdentityReadout(cell.OutputSize));
}

void Describe(LiquidNetwork network, string source)
{
    console.WriteLine($"From {source}: {network}");
    var wiring = network.Cell is LtcCell ltc ? ltc.Wiring : (network.Cell as WiredCfcCell)?.Wiring;
    if (wiring is not null)
    {
        console.WriteLine($"Wiring, rebuilt from its masks: {wiring.Inputs} inputs; "
            + string.Join(", ", wiring.Layers.Select(layer => $"{layer.Name} {layer.Count}")));
    }
}

void TrainOn(LiquidNetwork network, SampleOptions options, CancellationToken cancellation)
{
    if (network.InputSize != 1 || network.OutputSize != 1)
        console.WriteLine("Not trained on: the sines that this program has are for models with one input and one output.");
    if (network.InputSize != 1 || network.OutputSize != 1 || options.Epochs == 0)
        return;

    // Readings at irregular times: for a batch of them ncps cannot be told the timespans.
    var (training, test) = (SyntheticSequences.IrregularSines(256, seed: 1), SyntheticSequences.IrregularSines(64, seed: 2));
    var trainer = new Trainer(network, new()
    {
        Epochs = options.Epochs,
        BatchSize = 32,
        Optimizer = new Adam(0.02f),
        Clipping = GradientClipping.ByNorm(1),
        Schedule = LearningRateSchedule.Cosine(),
    });
    WriteError("At irregular times, as loaded", trainer.Evaluate(test, cancellation));
    TrainingDisplay.Fit(console, trainer, training, cancellation);
    WriteError("At irregular times, trained on", trainer.Evaluate(test, CancellationToken.None));
}

void WriteError(string when, Evaluation evaluation) =>
    console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{when}: mean squared error {evaluation.Loss:F4}"));

void Save(LiquidNetwork network, SampleOptions options)
{
    var path = options.Save ?? Path.Combine(Path.GetTempPath(), "ncpscheckpoint.pt");
    if (options.Head is null)
        NcpsCheckpoint.SaveCell(network.Cell, path);
    else
        NcpsCheckpoint.SaveNetwork(network, path, options.Head);
    console.WriteLine($"Saved: model.load_state_dict(torch.load(\"{path}\"), strict=True)");
}
