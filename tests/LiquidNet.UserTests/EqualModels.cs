using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Training;

namespace LiquidNet.UserTests;

/// <summary>Two cells that should be the same model: one written by hand, one of the library.</summary>
static class EqualModels
{
    /// <summary>Both round a little differently, and training carries the difference on.</summary>
    const float Tolerance = 1e-5f;

    /// <summary>Parameters of equal values that move on their own.</summary>
    public static Dictionary<string, Parameter> CopiesOf(ParameterSet parameters) =>
        parameters.ToDictionary(parameter => parameter.Name, CopyOf);

    /// <summary>Expects equal outputs, before training and after it, for whole sequences and in streams.</summary>
    public static void ShouldAgree(LiquidCell own, LiquidCell builtIn)
    {
        var networks = new[] { LiquidNetwork.Regressor(own, outputs: 1), LiquidNetwork.Regressor(builtIn, outputs: 1) };
        networks[0].Parameters.Should().NotIntersectWith(networks[1].Parameters);
        ShouldAgree(networks[0], networks[1]);
        foreach (var network in networks)
            network.ShouldLearn(Learning.IrregularSines, new() { Epochs = 30, Optimizer = new Sgd(0.05f) { Momentum = 0.9f } });
        ShouldAgree(networks[0], networks[1]);
    }

    static void ShouldAgree(LiquidNetwork own, LiquidNetwork builtIn)
    {
        var (outputs, expected) = (own.Forward(Learning.IrregularSines), builtIn.Forward(Learning.IrregularSines));
        for (var index = 0; index < expected.Length; index++)
            (outputs[index] - expected[index]).InfinityNorm().Should().BeLessThan(Tolerance);

        var (sequence, stream) = (Learning.IrregularSines.ToSequence(0), own.OpenStream());
        for (var step = 0; step < sequence.Length; step++)
            stream.Step([sequence.Values[step, 0]], sequence.Timespans![step])[0].Should().BeApproximately(expected[0][step, 0], Tolerance);
    }

    static Parameter CopyOf(Parameter parameter)
    {
        var copy = parameter switch
        {
            { IsPositive: true } => Parameter.Positive(parameter.Name, parameter.GetEffectiveValues()),
            { Columns: 1 } => Parameter.Vector(parameter.Name, parameter.Values, parameter.Projection),
            _ => Parameter.Of(parameter.Name, parameter.Rows, parameter.Columns, parameter.Values, parameter.Projection),
        };
        parameter.Values.CopyTo(copy.Values);
        copy.IsTrainable = parameter.IsTrainable;
        return copy;
    }
}
