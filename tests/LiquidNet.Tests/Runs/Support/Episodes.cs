namespace LiquidNet.Tests.Runs.Support;

/// <summary>Random episodes.</summary>
static class Episodes
{
    public static Episode Random(int seed, int batch, int steps, int features, int states, int outputs, double longest = 1)
    {
        var random = new Random(seed);
        return new Episode
        {
            Batch = batch,
            Steps = steps,
            Inputs = Around(random, batch * steps * features),
            Timespans = Array.ConvertAll(Around(random, batch * steps), value => Rounded(longest * (0.55 + 0.45 * value))),
            InitialStates = Around(random, batch * states),
            Cotangent = Around(random, batch * steps * outputs),
        };
    }

    /// <summary>The same with the first timespan everywhere.</summary>
    public static Episode WithEqualTimespans(this Episode episode) =>
        episode with { Timespans = Array.ConvertAll(episode.Timespans, _ => episode.Timespans[0]) };

    /// <summary>Some samples of an episode, in the order given.</summary>
    public static Episode Pick(this Episode episode, params int[] samples) => episode with
    {
        Batch = samples.Length,
        Inputs = Rows(episode.Inputs, episode.Batch, samples),
        Timespans = Rows(episode.Timespans, episode.Batch, samples),
        InitialStates = Rows(episode.InitialStates, episode.Batch, samples),
        Cotangent = Rows(episode.Cotangent, episode.Batch, samples),
    };

    /// <summary>The rows of some samples, of values that have equally many for each.</summary>
    public static double[] Rows(double[] values, int batch, params int[] samples) =>
        [.. samples.SelectMany(sample => values.Skip(sample * (values.Length / batch)).Take(values.Length / batch))];

    /// <summary>Numbers in [-1, 1) that a float holds exactly, so that both precisions see the same.</summary>
    static double[] Around(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Rounded(2 * random.NextDouble() - 1))];

    static double Rounded(double value) => (float)value;
}
