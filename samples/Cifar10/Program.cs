using System.Diagnostics;
using System.Globalization;
using LiquidNet;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Samples;
using LiquidNet.Training;
using Spectre.Console;

var console = SampleConsole.Create();
return await new SampleCommand(CommandLine.Create(TrainAsync)).RunAsync(args);

async Task TrainAsync(SampleOptions options, CancellationToken cancellation)
{
    var source = await ImageSource.OpenAsync(options, console, cancellation);
    var augmented = new ImageSequenceOptions
    {
        HorizontalFlips = options.Flips,
        CropPadding = options.Crop,
        Seed = options.Seed,
    };
    var training = Arrange(source.Training, options, augmented);
    if (options.Images is { } images && images < training.Count)
        training = training.Take(images);
    var test = Arrange(source.Test, options, augmented);

    var cell = new LeakyIntegratorCell(training.Features, options.Units, options.Seed, options.TimeConstant)
    {
        Activation = options.Saturates ? Activation.Tanh : Activation.Identity,
    };
    var network = LiquidNetwork.Classifier(cell, training.Classes, options.Seed).Standardized(training);
    network.OutputNames = source.Test.ClassNames;
    var trainer = new Trainer(network, new()
    {
        Epochs = options.Epochs,
        BatchSize = options.Batch,
        Seed = options.Seed,
        Threads = options.Threads,
        Optimizer = options.Adam
            ? new Adam(options.Rate) { WeightDecay = options.WeightDecay }
            : new Sgd(options.Rate) { Momentum = options.Momentum, WeightDecay = options.WeightDecay },
        Clipping = options.Clip > 0 ? GradientClipping.ByNorm(options.Clip) : null,
        Schedule = options.Schedule switch
        {
            RateSchedule.Cosine => LearningRateSchedule.Cosine(),
            RateSchedule.Steps => LearningRateSchedule.Steps(everyEpochs: Math.Max(1, options.Epochs / 2.0)),
            _ => LearningRateSchedule.Constant,
        },
    });

    console.WriteLine(source.Description);
    console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{training.Count:N0} images to train on, {test.Count:N0} to test: " +
        $"{training.LengthOf(0):N0} steps of {training.Features:N0} numbers"));
    console.WriteLine(network.ToString());
    var started = Stopwatch.GetTimestamp();
    TrainingDisplay.Fit(console, trainer, training, cancellation);
    var elapsed = Stopwatch.GetElapsedTime(started);
    ResultTables.Write(console, trainer.Evaluate(test, cancellation));
    console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trained in {elapsed.TotalSeconds:F1} s"));
}

static SequenceSet Arrange(LabelledImages images, SampleOptions options, ImageSequenceOptions pixels) => options.Arrangement switch
{
    Arrangement.Held => ImageSequences.Hold(images, options.HeldSteps, pixels),
    Arrangement.Columns => ImageSequences.Columns(images, pixels),
    Arrangement.Patches => ImageSequences.Patches(images, options.PatchSize, options: pixels),
    _ => ImageSequences.Rows(images, pixels),
};
