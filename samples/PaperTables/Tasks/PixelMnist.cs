using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>Handwritten digits, read pixel by pixel: 784 steps.</summary>
sealed class PixelMnist : PaperTask
{
    const int Units = 96, Classes = 10, TrainingCount = 54_000, ValidationCount = 6_000;

    const float Dropout = 0.1f;

    public override string Name => "pixel-mnist";

    public override string Title => "Pixel-wise sequential MNIST";

    public override string Notes => "a step is a pixel and where it is; the published figure is that of \"Long Expressive Memory\" (ICLR "
        + "2022); the last 6,000 training images are validation. Learned first with a quarter of the pixels, each of which takes twice the "
        + "time.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}, 3 layers with residuals, averaged",
            Published = 99.5,
            Seeds = 3,
            Create = (training, seed) => LiquidNetwork.Classifier(
                new StackedCell(
                    new RiccatiCell(training.Features, Units, seed),
                    new ResidualCell(new RiccatiCell(Units, Units, seed + 100), seed + 100) { Dropout = Dropout },
                    new ResidualCell(new RiccatiCell(Units, Units, seed + 200), seed + 200) { Dropout = Dropout },
                    new AveragePooling(Units)),
                Classes, seed),
            EasierTraining = Training(epochs: 10, rate: 0.004f),
            Training = Training(epochs: 5, rate: 0.002f),
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var images = MnistFiles.Read(folder, "train");
        var (training, validation) = Split(Placed(ImageSequences.Pixels(images), images.Width));
        var (easierTraining, easierValidation) = Split(Placed(Halved(images), images.Width / 2));
        var test = Placed(ImageSequences.Pixels(MnistFiles.Read(folder, "t10k")), images.Width);
        return new(training, validation, test) { Easier = new(easierTraining, easierValidation) };
    }

    static (SequenceSet Training, SequenceSet Validation) Split(SequenceSet all) =>
        (all.Take(TrainingCount), all.Subset([.. Enumerable.Range(TrainingCount, ValidationCount)]));

    static StepPositions Placed(SequenceSet pixels, int rows) => new(pixels, [2, 4, 2 * rows, 4 * rows]);

    /// <summary>The pixels of images of half the height and width, each of which takes as long as two of the whole.</summary>
    static SequenceSet Halved(LabelledImages images)
    {
        var (height, width) = (images.Height / 2, images.Width / 2);
        var timespans = Enumerable.Repeat(2f, height * width).ToArray();
        return SequenceSet.Of(Enumerable.Range(0, images.Count).Select(index =>
        {
            var pixels = Matrix<float>.Build.DenseOfRowMajor(
                images.Height, images.Width, images.PixelsOf(index).ToArray().Select(pixel => pixel / 255f));
            return new Sequence(Matrix<float>.Build.Dense(
                height * width, 1,
                (step, _) => pixels.SubMatrix(step / width * 2, 2, step % width * 2, 2).ColumnSums().Sum() / 4))
            {
                Timespans = timespans,
                Label = images.LabelOf(index),
            };
        }));
    }

    static TrainerOptions Training(int epochs, float rate) => new()
    {
        Epochs = epochs,
        BatchSize = 32,
        Optimizer = new Adam(rate) { WeightDecay = 0.02f },
        Schedule = LearningRateSchedule.OneCycle(),
        Clipping = GradientClipping.ByNorm(1),
    };
}
