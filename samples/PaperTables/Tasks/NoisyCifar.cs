using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>Photographs, row by row, and then noise: what is to be told was seen more than 900 steps ago.</summary>
/// <remarks>As in the published code, the noise is drawn once: it is the same after every photograph.</remarks>
sealed class NoisyCifar : PaperTask
{
    const int Length = 1_000, TrainingCount = 45_000, Units = 128;

    public override string Name => "noisy-cifar10";

    public override string Title => "Noise-padded CIFAR-10";

    public override string Notes => "32 rows of 96 numbers, then normally distributed noise to step 1,000, the same after every "
        + "photograph, as in the code of \"Coupled Oscillatory Recurrent Neural Network\" (ICLR 2021); the published figure is that of "
        + "\"Long Expressive Memory\" (ICLR 2022). The last 5,000 training images are validation.";

    public override ReportedMetric Metric => ReportedMetric.Accuracy;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Majority,
        new TrainedModel
        {
            Name = "riccati",
            Title = $"Riccati {Units}",
            Published = 60.5,
            Seeds = 1,
            Create = (training, seed) => LiquidNetwork.Classifier(
                new RiccatiCell(training.Features, Units, seed, longestTimeConstant: 10 * Length), training.Classes, seed),
            Training = new()
            {
                Epochs = 8, BatchSize = 64, Optimizer = new Adam(0.002f) { WeightDecay = 0.02f },
                Schedule = LearningRateSchedule.OneCycle(), Clipping = GradientClipping.ByNorm(1),
            },
        },
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var path = Path.Combine(folder.Root, "cifar10");
        var all = new NoisyRows(ImageSequences.Rows(Cifar10.Load(path)), Length);
        return new(
            all.Take(TrainingCount), all.Subset([.. Enumerable.Range(TrainingCount, all.Count - TrainingCount)]),
            new NoisyRows(ImageSequences.Rows(Cifar10.Load(path, Cifar10Part.Test)), Length));
    }

    /// <summary>Sequences that go on with the same noise.</summary>
    sealed class NoisyRows(SequenceSet rows, int length) : SequenceSet
    {
        readonly float[] noise = Normal(length * rows.Features);

        public override int Count => rows.Count;

        public override int Features => rows.Features;

        public override TargetKind TargetKind => rows.TargetKind;

        public override int Classes => rows.Classes;

        public override int LengthOf(int index)
        {
            CheckIndex(index);
            return length;
        }

        public override void ReadStep(int index, int step, Span<float> features)
        {
            CheckStep(step, LengthOf(index));
            if (step < rows.LengthOf(index))
                rows.ReadStep(index, step, features);
            else
                noise.AsSpan(step * features.Length, features.Length).CopyTo(features);
        }

        public override void ReadLabels(int index, Span<int> labels) => rows.ReadLabels(index, labels);

        static float[] Normal(int count)
        {
            var numbers = new double[count];
            MathNet.Numerics.Distributions.Normal.Samples(
                new MathNet.Numerics.Random.MersenneTwister(1, threadSafe: false), numbers, mean: 0, stddev: 1);
            return Array.ConvertAll(numbers, number => (float)number);
        }
    }
}
