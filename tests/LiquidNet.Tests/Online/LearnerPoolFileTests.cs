using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

public sealed class LearnerPoolFileTests : IDisposable
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-pool-").FullName;

    string FilePath => Path.Combine(folder, "pool");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void All_learners_go_on_bit_for_bit()
    {
        var network = Readings.Network("CfC, Default, Torch");
        var (pool, loaded) = (new LearnerPool<string>(network, Minute), new LearnerPool<string>(network, Minute));
        var readings = Readings.For(network, count: 30);
        for (var step = 0; step < 20; step++)
            Learn(pool, readings, step);
        pool.Save(FilePath);
        loaded.Load(FilePath);
        loaded.GetKeys().Should().Equal(pool.GetKeys());
        for (var step = 20; step < 30; step++)
            Learn(loaded, readings, step).Should().Equal(Learn(pool, readings, step));
        foreach (var key in pool.GetKeys())
        {
            loaded.TimeOf(key).Should().Be(pool.TimeOf(key));
            loaded.Snapshot(key).Should().Equal(pool.Snapshot(key));
        }
    }

    [Fact]
    public void A_file_of_other_parameters_or_another_kind_is_refused_and_the_pool_is_as_it_was()
    {
        var network = Readings.Network("Riccati");
        var pool = new LearnerPool<int>(network);
        pool.Observe(1, new float[network.InputSize], 1, new float[2]);
        pool.Save(FilePath);
        new StreamPool<int>(network).Invoking(it => it.Load(FilePath)).Should().Throw<InvalidDataException>();

        network.Cell.Parameters[0].Values[0] += 1;
        var other = new LearnerPool<int>(network);
        other.Observe(2, new float[network.InputSize], 1, new float[2]);
        other.Invoking(it => it.Load(FilePath)).Should().Throw<InvalidDataException>().WithMessage($"{FilePath}*other parameters*");
        other.GetKeys().Should().Equal(2);
    }

    static float[] Learn(LearnerPool<string> pool, Readings readings, int step)
    {
        var (key, prediction) = ($"device {step % 3}", new float[2]);
        pool.Observe(key, readings.Inputs[step], Noon.AddMinutes(step), prediction);
        if (step % 4 > 0)
            pool.Correct(key, readings.Targets[step]);
        return prediction;
    }
}
