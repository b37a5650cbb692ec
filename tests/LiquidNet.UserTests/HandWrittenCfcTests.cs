using LiquidNet.Cells;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class HandWrittenCfcTests
{
    [Fact]
    public void The_formula_of_the_paper_is_the_built_in_cell()
    {
        var builtIn = new CfcCell(1, 8, seed: 1) { BackboneUnits = 12 };
        EqualModels.ShouldAgree(new Cfc(builtIn), builtIn);
    }

    /// <summary>Hasani et al., "Closed-form continuous-time neural networks" (2022): a gate that time opens lies between two
    /// heads.</summary>
    sealed class Cfc(CfcCell model) : LiquidCell(model.InputSize, model.StateSize, model.OutputSize)
    {
        readonly Dictionary<string, Parameter> own = EqualModels.CopiesOf(model.Parameters);

        public override Signal Next(Signal input, Signal state, Signal timespan)
        {
            var features = LecunTanh(Map("backbone.0", Concatenate(input, state)));
            var gate = Sigmoid(Map("time_a", features) * timespan + Map("time_b", features));
            return Tanh(Map("ff1", features)) * (1 - gate) + gate * Tanh(Map("ff2", features));
        }

        Signal Map(string name, Signal x) => Affine(own[$"{name}.bias"], own[$"{name}.weight"], x);
    }
}
