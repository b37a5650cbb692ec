namespace LiquidNet.Runs.Shards;

/// <summary>What the samples of one shard see, step by step.</summary>
interface IShardInput
{
    /// <summary>How many time steps there are.</summary>
    int Steps { get; }

    /// <summary>How many of them the sample of a lane has.</summary>
    int LengthOf(int lane) => Steps;

    /// <summary>Whether all time steps have the input of the first one.</summary>
    bool IsConstant { get; }

    /// <summary>Whether all timespans are equal, in all steps and lanes.</summary>
    bool IsRegular { get; }

    /// <summary>Writes the input of a time step [InputSize x lanes].</summary>
    void ReadStep(int step, Span<float> input);

    /// <summary>Writes the timespans of a time step [lanes].</summary>
    void ReadTimespans(int step, Span<float> timespans);
}

/// <summary>Takes the outputs of one shard, step by step.</summary>
interface IShardOutput
{
    /// <summary>Whether the output after a time step is asked for. A model in both directions is asked after every step, or the
    /// last.</summary>
    bool Wants(int step);

    /// <summary>Takes the output after a time step [OutputSize x lanes].</summary>
    void Write(int step, ReadOnlySpan<float> output);
}

/// <summary>Scores the outputs of one shard, step by step from the last to the first.</summary>
interface IShardLoss
{
    /// <summary>Whether the output after a time step is scored. A model in both directions is scored after every step, or the
    /// last.</summary>
    bool Scores(int step);

    /// <summary>Adds the loss of a time step to what it keeps and writes the gradient by the output [OutputSize x lanes].</summary>
    void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient);
}
