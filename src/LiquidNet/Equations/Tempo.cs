namespace LiquidNet.Equations;

/// <summary>How often a signal takes a new value. The compiler finds it out; equations never state it.</summary>
enum Tempo
{
    /// <summary>Depends on parameters alone: computed once for a whole run.</summary>
    Constant,

    /// <summary>Depends on the input or the timespan: computed once per time step.</summary>
    Sample,

    /// <summary>Depends on the state: computed at every unfold of a time step.</summary>
    Unfold,
}
