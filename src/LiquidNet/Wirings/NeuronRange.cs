namespace LiquidNet.Wirings;

/// <summary>Neurons with consecutive ids.</summary>
readonly record struct NeuronRange(int First, int Count)
{
    public int this[int index] => First + index;
}
