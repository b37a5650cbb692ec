namespace LiquidNet.Training;

/// <summary>The truth for the lanes of a shard at one time step.</summary>
sealed class LaneTargets(int outputs, int lanes)
{
    /// <summary>How many samples lie side by side.</summary>
    public int Lanes => lanes;

    /// <summary>How many outputs a sample has.</summary>
    public int Outputs => outputs;

    /// <summary>The class of each lane.</summary>
    public int[] Labels { get; } = new int[lanes];

    /// <summary>The values of each lane [outputs x lanes].</summary>
    public ReadOnlyMemory<float> Values { get; set; }

    /// <summary>How much each lane counts; zero for padding.</summary>
    public float[] Weights { get; } = new float[lanes];
}
