namespace LiquidNet.Samples;

/// <summary>The tasks by the names of the command line.</summary>
static class StreamTasks
{
    static readonly int[] MemoryLengths = [2, 4, 8, 16, 32, 64, 128];

    static readonly Dictionary<string, Func<DataFolder, IEnumerable<StreamTask>>> Named = new()
    {
        ["plant"] = _ => [new PlantTask()],
        ["sine"] = _ => [new SineTask()],
        ["memory"] = _ => MemoryLengths.Select(length => new MemoryTask(length)),
        ["elec2"] = folder => [new Elec2Task(folder)],
        ["ett"] = folder =>
        [
            new EttTask(folder, "ETTh2", ahead: 1, published: 0.365),
            new EttTask(folder, "ETTh2", ahead: 24, published: 1.694),
            new EttTask(folder, "ETTh2", ahead: 48, published: 2.852),
            new EttTask(folder, "ETTh1", ahead: 1, published: null),
            new EttTask(folder, "ETTh1", ahead: 24, published: null),
            new EttTask(folder, "ETTh1", ahead: 48, published: null),
        ],
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Named.Keys;

    /// <summary>The streams of a task.</summary>
    public static IReadOnlyList<StreamTask> Of(string name, DataFolder folder) => [.. Named[name](folder)];
}
