using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LiquidNet.Checks;

namespace LiquidNet.Equations;

/// <summary>Parameters in the order in which an equation first uses them.</summary>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    readonly Parameter[] parameters;
    readonly string[] names;
    readonly Dictionary<string, Parameter> byName;

    internal ParameterSet(IEnumerable<Parameter> parameters, Func<Parameter, string>? naming = null)
    {
        this.parameters = [.. parameters.Distinct()];
        names = [.. this.parameters.Select(naming ?? (parameter => parameter.Name))];
        byName = new Dictionary<string, Parameter>(names.Length, StringComparer.Ordinal);
        for (var index = 0; index < names.Length; index++)
        {
            if (!byName.TryAdd(names[index], this.parameters[index]))
            {
                throw new ArgumentException(
                    $"Two parameters are named '{names[index]}'; names must be unique within a model. A cell that is made of others states "
                    + "them as its parts, and their names stand before those of their parameters.",
                    nameof(parameters));
            }
        }
    }

    /// <summary>How many parameters there are.</summary>
    public int Count => parameters.Length;

    /// <summary>How many numbers the parameters hold together.</summary>
    public long ValueCount => parameters.Sum(parameter => (long)parameter.Storage.Length);

    /// <summary>The parameter at a position.</summary>
    public Parameter this[int index] => parameters[index];

    /// <summary>The parameter with a given name.</summary>
    /// <exception cref="KeyNotFoundException">No parameter has this name; the message lists those that exist.</exception>
    public Parameter this[string name] => byName.TryGetValue(name, out var parameter)
        ? parameter
        : throw new KeyNotFoundException($"No parameter is named '{name}'; there are: {string.Join(", ", byName.Keys)}.");

    /// <summary>All parameters with their full names, as <see cref="NameOf"/> gives them: <see cref="Parameter.Name"/> alone is the same
    /// for parameters of different parts.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Named => names.Zip(parameters);

    /// <summary>The full name of the parameter at a position: its own, prefixed with the names of the parts of the model that it belongs
    /// to.</summary>
    public string NameOf(int index) => names[index];

    /// <summary>Looks for the parameter with a given name.</summary>
    /// <returns>Whether there is such a parameter.</returns>
    public bool TryGet(string name, [MaybeNullWhen(false)] out Parameter parameter) => byName.TryGetValue(name, out parameter);

    /// <summary>The position of a parameter, or -1.</summary>
    internal int IndexOf(Parameter parameter) => Array.IndexOf(parameters, parameter);

    /// <summary>How many parameters and values there are.</summary>
    public override string ToString() => $"{Counted.Of(Count, "parameter")}, {Counted.Of(ValueCount, "value")}";

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
