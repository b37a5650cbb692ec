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
