using LiquidNet.Equations;

namespace LiquidNet.Online.Influences;

/// <summary>Numbers what a state can depend on: first the rows of the state before, then every value of every trained parameter.</summary>
sealed class ElementTable
{
    readonly Dictionary<Parameter, int> starts = new(ReferenceEqualityComparer.Instance);

    public ElementTable(ParameterSet parameters, int stateSize)
    {
        StateSize = stateSize;
        Count = stateSize;
        foreach (var parameter in parameters)
        {
            starts.Add(parameter, Count);
            Count = checked(Count + parameter.Storage.Length);
        }
    }

    /// <summary>Rows of the state.</summary>
    public int StateSize { get; }

    /// <summary>How many elements there are.</summary>
    public int Count { get; }

    /// <summary>The element of a parameter's first value.</summary>
    public int StartOf(Parameter parameter) => starts[parameter];

    /// <summary>Whether a value of a parameter can move: it is trained, and no constraint holds it at zero.</summary>
    public static bool CanMove(Parameter parameter, int value) => parameter.IsTrainable && IsPresent(parameter, value);

    /// <summary>Whether a weight connects anything.</summary>
    public static bool IsPresent(Parameter parameter, int value) => parameter.Projection switch
    {
        SparsityMask mask => mask.Present[value],
        FixedSign signs => signs.Signs[value] != 0,
        _ => true,
    };
}
