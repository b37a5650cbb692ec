using LiquidNet.Benchmarks;

namespace LiquidNet.PeerBenchmarks;

/// <summary>This library.</summary>
sealed class LiquidContender : IContender
{
    public const string SystemName = "liquidnet";

    public string Name => SystemName;

    public string Version { get; } =
        $"LiquidNet {typeof(LiquidNetwork).Assembly.GetName().Version?.ToString(3)} .NET {Environment.Version}";

    public bool Knows(RaceTask task) => true;

    public Entry Enter(RaceTask task)
    {
        switch (task.Mode)
        {
            case BenchmarkMode.Stream:
                var step = new StepWorkload(BenchmarkModel.Create(task.Model, task.Shape));
                return Repeated(() => step.Run());
            case BenchmarkMode.StreamApi:
                var stream = new StreamWorkload(task.Model, task.Shape);
                return Repeated(() => stream.Run());
            case BenchmarkMode.Learn:
                var learning = new LearningWorkload(task.Model, task.Shape);
                return Repeated(() => learning.Run());
            case BenchmarkMode.Forward:
                var forward = new ForwardWorkload(BenchmarkModel.Create(task.Model, task.Shape), task.Shape, task.Threads);
                return new Entry(() => forward.Run(), check: null);
            default:
                var training = new TrainingWorkload(task.Model, task.Shape, task.Threads);
                return new Entry(() => training.Run(), check: null);
        }
    }

    static Entry Repeated(Action step) => new(
        () =>
        {
            for (var count = 0; count < RaceTask.StepsPerRun; count++)
                step();
        },
        check: null);
}
