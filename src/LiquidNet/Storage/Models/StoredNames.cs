namespace LiquidNet.Storage.Models;

/// <summary>The names in files of the inputs of equations and of the kinds of outputs.</summary>
static class StoredNames
{
    /// <summary>The input of a step.</summary>
    public const string Input = "input";

    /// <summary>The state before a step, or that is read out.</summary>
    public const string State = "state";

    /// <summary>The timespan of an unfold.</summary>
    public const string Timespan = "timespan";

    /// <summary>The output of a cell.</summary>
    public const string Output = "output";

    /// <summary>The logits of a readout.</summary>
    public const string Logits = "logits";

    /// <summary>The target values that a readout is to reach.</summary>
    public const string Targets = "targets";

    /// <summary>The name of a kind of outputs.</summary>
    public static string Of(OutputKind kind) => kind switch
    {
        OutputKind.Classes => "classes",
        OutputKind.Probabilities => "probabilities",
        _ => "values",
    };

    /// <summary>The kind of outputs of a name.</summary>
    public static OutputKind KindOf(JsonPlace place) => place.Text() switch
    {
        "classes" => OutputKind.Classes,
        "probabilities" => OutputKind.Probabilities,
        "values" => OutputKind.Values,
        var other => throw place.Fault($"outputs of kind '{other}' are unknown"),
    };
}
