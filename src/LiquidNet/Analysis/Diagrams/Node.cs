
namespace LiquidNet.Analysis.Diagrams;

/// <summary>An input or a neuron of a wiring.</summary>
readonly record struct Node(bool IsInput, int Index)
{
    /// <summary>A name that every graph language takes, such as <c>neuron7</c>.</summary>
    public string Id => FormattableString.Invariant($"{(IsInput ? "input" : "neuron")}{Index}");
}
