using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Photographs, row by row, and then noise: what is to be told was seen more than 900 steps ago.</summary>
/// <remarks>As in the published code, the noise is drawn once: it is the same after every photograph.</remarks>
sealed class NoisyCifar : PaperTask
{
    const int Length = 1_000, EasierLength = 64, TrainingCount = 45_000, LongCount = 6_400, Units = 128;

    const float Dropout = 0.2f;

    public override string Name => "noisy-cifar10";

    public override string Title => "Noise-padded CIFAR-10";

    public override string Notes => "32 rows of 96 numbers, then normally distributed noise to step 1,000, the same after every "
        + "photograph, as in the code of \"Coupled Oscillatory Recurrent Neural Network\" (ICLR 2021); the published figure is that of "
        + "\"Long Expressive Memory\" (ICLR 2022). The last 5,000 training images are validation. Learned first with 32 steps of noise, "
        + "from anywhere in it, and then with all of it after 6,400 of the images.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}, 3 layers with residuals",
            Published = 60.5,
            Seeds = 3,
            Create = (training, seed) => LiquidNetwork.Classifier(
                new StackedCell(
                    Cell(training.Features, seed), new ResidualCell(Cell(Units, seed + 100), seed + 100) { Dropout = Dropout },
                    new ResidualCell(Cell(Units, seed + 200), seed + 200) { Dropout = Dropout }),
                training.Classes, seed),
            EasierTraining = Training(epochs: 18, rate: 0.002f),
            Training = Training(epochs: 1, rate: 0.0005f),
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var path = Path.Combine(folder.Root, "cifar10");
        var rows = ImageSequences.Rows(Cifar10.Load(path));
        var noise = new PaddingNoise(Length, rows.Features);
        var (training, validation) = (
            rows.Take(TrainingCount), rows.Subset([.. Enumerable.Range(TrainingCount, rows.Count - TrainingCount)]));
        return new(
            noise.After(training.Take(LongCount), Length), noise.After(validation, Length),
            noise.After(ImageSequences.Rows(Cifar10.Load(path, Cifar10Part.Test)), Length))
        {
            Easier = new(noise.After(training, EasierLength), noise.After(validation, EasierLength)),
        };
    }

    static RiccatiCell Cell(int features, int seed) => new(features, Units, seed, longestTimeConstant: Length);

    static TrainerOptions Training(int epochs, float rate) => new()
    {
        Epochs = epochs,
        BatchSize = 64,
        Optimizer = new Adam(rate) { WeightDecay = 0.05f },
        Loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1f },
        Schedule = LearningRateSchedule.OneCycle(),
        Clipping = GradientClipping.ByNorm(1),
    };
}
