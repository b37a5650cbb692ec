using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Samples;

/// <summary>How a simulated walker moves on, from observations of which every tenth is lost.</summary>
sealed class Walker2D : PaperTask
{
    const int Rollouts = 400, Length = 64, Stride = Length / 4, Features = 17;
    const double KeptShare = 0.9;

    public override string Name => "walker2d";

    public override string Title => "Walker2D";

    public override string Notes => "files, losses and windows as in the code of \"Closed-form continuous-time neural networks\" (Nature "
        + "MI 2022): files shuffled by RandomState(125487), steps lost by RandomState(891374); the target is the observation after each.";

    public override ReportedMetric Metric => ReportedMetric.SquaredError;

    public override IReadOnlyList<PaperModel> Models { get; } =
    [
        Baseline.Persistence,
        FrozenModel.Ltc,
        Model("cfc", "CfC 64", 0.643, seed => new CfcCell(Features, 64, seed)
        {
            BackboneUnits = 256, Activation = Activation.Silu, Dropout = 0.1f,
        }),
        Model("mixed", "CfC 128 with mixed memory", 0.617, seed => new MixedMemoryCell(
            new CfcCell(Features, 128, seed) { BackboneUnits = 128, BackboneLayers = 2, Dropout = 0.2f }, seed)),
        Model("lstm", "LSTM 64", null, seed => new LstmCell(Features, 64, seed)),
    ];

    public override TaskSets Load(DataFolder folder, int seed)
    {
        var order = new NumpyRandom(125487).Permutation(Rollouts);
        var losses = new NumpyRandom(891374);
        var (test, validation) = ((int)(0.15 * Rollouts), (int)(0.1 * Rollouts));
        var training = Read(order[(test + validation)..]);
        return new(training, Read(order[test..(test + validation)]), Read(order[..test]));

        SequenceSet Read(IEnumerable<int> files) => SequenceSet.Of(
        [
            .. files.Select(file => folder.Find("walker2d", FormattableString.Invariant($"rollout_{file:D3}.npy"),
                    "https://github.com/raminmh/CfC, commit 59f6e01"))
                .SelectMany(path => Windows.Of(WithLosses(NpyFile.Read(path), losses), Length, Stride)),
        ]);
    }

    static Sequence WithLosses(NpyFile file, NumpyRandom losses)
    {
        var all = Matrix<float>.Build.DenseOfRowMajor(file.Shape[0], Features, file.Floats().ToArray());
        var (kept, timespans) = (new List<int>(), new List<float>());
        var elapsed = 0;
        for (var step = 0; step < all.RowCount - 1; step++)
        {
            elapsed++;
            if (losses.Next() >= KeptShare)
                continue;
            kept.Add(step);
            timespans.Add(elapsed);
            elapsed = 0;
        }

        return new(Matrix<float>.Build.DenseOfRowVectors(kept.Select(all.Row)))
        {
            Timespans = timespans,
            Targets = Matrix<float>.Build.DenseOfRowVectors(kept.Select(step => all.Row(step + 1))),
        };
    }

    static TrainedModel Model(string name, string title, double? published, Func<int, LiquidCell> cell) => new()
    {
        Name = name,
        Title = title,
        Published = published,
        Create = (training, seed) => LiquidNetwork.Regressor(cell(seed), Features, seed).Standardized(Standardization.Fit(training)),
        Training = new()
        {
            Epochs = 50,
            BatchSize = 128,
            Optimizer = new Adam(0.01f) { WeightDecay = 1e-3f },
            Schedule = LearningRateSchedule.Cosine().WithWarmUp(1),
            Clipping = GradientClipping.ByNorm(1),
        },
    };
}
