namespace LiquidNet.Samples;

/// <summary>A stream, what is asked of it, and how answers are measured.</summary>
abstract class StreamTask
{
    /// <summary>The name in tables and of files.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in sentences: what is known when, what was tuned on what.</summary>
    public abstract string Protocol { get; }

    /// <summary>What can be compared here.</summary>
    public abstract IReadOnlyList<Rule> Rules { get; }

    /// <summary>Begins a picture of errors over time, without lines.</summary>
    public abstract LinePlot CreatePlot();

    /// <summary>Goes through the whole stream.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="seed">Draws the network, and the stream where it is made here.</param>
    public abstract Outcome Run(Rule rule, int seed);
}
