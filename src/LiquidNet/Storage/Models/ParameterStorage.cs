using System.Text.Json;
using LiquidNet.Equations;
using static System.FormattableString;

namespace LiquidNet.Storage.Models;

/// <summary>Parameters as tensors, and their names and constraints as JSON.</summary>
/// <remarks>
/// A vector is a tensor [units]. A matrix [inputs x outputs] lies column after column, so that as a tensor, row after row, it is
/// [outputs x inputs], as the weights of PyTorch's linear layers. The constraint of a parameter is a tensor of the same shape, named
/// after it: BOOL where values may be other than zero, I8 with the sign that they keep.
/// </remarks>
static class ParameterStorage
{
    const string ConstraintPrefix = "constraint/";

    /// <summary>Writes the parameters of a model: each an object in a list, and its tensors.</summary>
    /// <exception cref="InvalidOperationException">A parameter has a constraint that cannot be saved, or a value that is not
    /// finite.</exception>
    public static void Write(ParameterSet parameters, Utf8JsonWriter json, SafetensorsWriter tensors)
    {
        json.WriteStartArray("parameters");
        for (var index = 0; index < parameters.Count; index++)
            Write(parameters.NameOf(index), parameters[index], json, tensors);
        json.WriteEndArray();
    }

    /// <summary>Reads the parameters of a model.</summary>
    /// <param name="list">Their names and constraints.</param>
    /// <param name="tensors">The tensors of the file; those that are read are removed.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or does not fit; the message names it.</exception>
    public static Dictionary<string, Parameter> Read(JsonPlace list, TensorReader tensors)
    {
        var parameters = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        foreach (var place in list.Items())
        {
            var name = place["name"].Text();
            if (!parameters.TryAdd(name, ReadParameter(place, name, tensors)))
                throw place.Fault($"parameter '{name}' is listed twice");
        }

        return parameters;
    }

    /// <summary>The shape of a parameter as a tensor.</summary>
    public static long[] ShapeOf(Parameter parameter) =>
        parameter.IsMatrix || parameter.Columns > 1 ? [parameter.Columns, parameter.Rows] : [parameter.Rows];

    static void Write(string name, Parameter parameter, Utf8JsonWriter json, SafetensorsWriter tensors)
    {
        // A copy: whoever goes on training while a file is written must not get half of another model into it.
        var values = parameter.Values.ToArray();
        var unfit = Array.FindIndex(values, value => !float.IsFinite(value));
        if (unfit >= 0)
        {
            throw new InvalidOperationException(
                Invariant($"Value {unfit} of parameter '{name}' is {values[unfit]}; a model is saved only with finite parameters."));
        }

        foreach (var prefix in (ReadOnlySpan<string>)[ConstraintPrefix, ModelReader.TrainingPrefix, ModelReader.LearnerPrefix])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"Parameter '{name}' cannot be saved: the file keeps names that begin with '{prefix}' to itself.");
            }
        }

        var shape = ShapeOf(parameter);
        json.WriteStartObject();
        json.WriteString("name", name);
        if (parameter.IsPositive)
            json.WriteBoolean("isPositive", true);
        if (!parameter.IsTrainable)
            json.WriteBoolean("isTrainable", false);
        if (parameter.Projection is { } projection)
            json.WriteString("projection", Write(projection, name, shape, tensors));
        json.WriteEndObject();
        tensors.Add(name, shape, values);
    }

    static string Write(Projection projection, string name, long[] shape, SafetensorsWriter tensors)
    {
        switch (projection)
        {
            case NonNegative:
                return "nonNegative";
            case SparsityMask mask:
                var present = Array.ConvertAll(mask.Present.ToArray(), isPresent => isPresent ? (byte)1 : (byte)0);
                tensors.Add(ConstraintPrefix + name, TensorType.Bool, shape, present);
                return "sparsityMask";
            case FixedSign fixedSign:
                var signs = Array.ConvertAll(fixedSign.Signs.ToArray(), sign => (byte)Math.Sign(sign));
                tensors.Add(ConstraintPrefix + name, TensorType.I8, shape, signs);
                return "fixedSign";
            default:
                throw new InvalidOperationException(
                    $"Parameter '{name}' is kept by a {projection.GetType().Name}, which exists in code alone; a model is saved only with "
                    + $"{nameof(NonNegative)}, {nameof(SparsityMask)} and {nameof(FixedSign)}.");
        }
    }

    static Parameter ReadParameter(JsonPlace place, string name, TensorReader tensors)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw place["name"].Fault("it is blank");
        var (shape, values) = tensors.Take(place, name, TensorType.F32);
        if (shape is not ([_] or [_, _]))
            throw place.Fault($"tensor '{name}' has {shape.Count} dimensions; a parameter has 1 or 2");
        var unfit = Array.FindIndex(values, value => !float.IsFinite(value));
        if (unfit >= 0)
            throw place.Fault(Invariant($"element {unfit} of tensor '{name}' is {values[unfit]}; parameters are finite"));
        var projection = place.TryGet("projection") is { } stored ? ReadProjection(stored, name, shape, tensors) : null;
        if (projection is not null)
            CheckProjected(place, name, values, projection);
        return new Parameter(name, (int)shape[^1], shape.Count == 2 ? (int)shape[0] : 1, values, projection)
        {
            IsPositive = place.TryGet("isPositive")?.Flag() ?? false,
            IsMatrix = shape.Count == 2,
            IsTrainable = place.TryGet("isTrainable")?.Flag() ?? true,
        };
    }

    static Projection ReadProjection(JsonPlace place, string name, IReadOnlyList<long> shape, TensorReader tensors)
    {
        return place.Text() switch
        {
            "nonNegative" => NonNegative.Instance,
            "sparsityMask" => new SparsityMask(Array.ConvertAll(Elements(TensorType.Bool, least: 0), element => element == 1)),
            "fixedSign" => new FixedSign(Array.ConvertAll(Elements(TensorType.I8, least: -1), element => (sbyte)element)),
            var other => throw place.Fault($"projection '{other}' is unknown"),
        };

        float[] Elements(TensorType type, float least)
        {
            var (found, elements) = tensors.Take(place, ConstraintPrefix + name, type);
            if (!found.SequenceEqual(shape))
                throw place.Fault($"tensor '{ConstraintPrefix}{name}' has another shape than '{name}'");
            return Array.TrueForAll(elements, element => element >= least && element <= 1)
                ? elements
                : throw place.Fault($"tensor '{ConstraintPrefix}{name}' has elements other than {(least < 0 ? "-1, 0 and 1" : "0 and 1")}");
        }
    }

    static void CheckProjected(JsonPlace place, string name, float[] values, Projection projection)
    {
        float[] projected = [.. values];
        projection.Apply(projected);
        var unfit = Enumerable.Range(0, values.Length).FirstOrDefault(index => projected[index] != values[index], -1);
        if (unfit >= 0)
            throw place.Fault(Invariant($"element {unfit} of tensor '{name}' is {values[unfit]}, which its projection does not allow"));
    }
}
