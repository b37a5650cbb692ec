using LiquidNet.Cells;
using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Runs.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Circuits;

/// <summary>Where an equation takes NaN for a value that is missing follows from the equation.</summary>
public class MissingValuesTests
{
    const int Rows = 2;

    static readonly Parameter Vector = Parameter.Vector("p", Rows, 2);
    static readonly Parameter Weights = Parameter.Glorot("W", Rows, Rows, seed: 1);

    static readonly Dictionary<string, (Func<Signal, Signal> Equation, bool[] Allowed)> Equations = new()
    {
        ["as it is"] = (x => x, [false, false]),
        ["replaced"] = (ZeroIfNaN, [true, true]),
        ["marked"] = (IsNaN, [true, true]),
        ["replaced in one place of two"] = (x => ZeroIfNaN(x) + x, [false, false]),
        ["standardised"] = (x => ZeroIfNaN((x - Vector) / Vector), [true, true]),
        ["moved and scaled by numbers"] = (x => ZeroIfNaN(1f - 2 * (x + 3f)), [true, true]),
        ["multiplied by a parameter"] = (x => ZeroIfNaN(x * Vector), [false, false]),
        ["multiplied by weights"] = (x => ZeroIfNaN(Affine(Weights, x)), [false, false]),
        ["divided by"] = (x => ZeroIfNaN(Vector / x), [false, false]),
        ["through a function"] = (x => ZeroIfNaN(Tanh(x)), [false, false]),
        ["one row of two"] = (x => Concatenate(ZeroIfNaN(Slice(x, 0, 1)), Slice(x, 1, 1)), [true, false]),
        ["one row in all"] = (x => ZeroIfNaN(x) + Slice(x, 1, 1), [true, false]),
        ["joined, then replaced in part"] = (x => ZeroIfNaN(Slice(Concatenate(x, Vector), 0, 3)), [true, true]),
        ["joined, and half of it read"] = (x => Slice(Concatenate(ZeroIfNaN(x), x), 1, 2), [false, true]),
        ["never read"] = (_ => Vector, [true, true]),
    };

    public static TheoryData<string> Names { get; } = new(Equations.Keys);

    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_may_be_missing_where_every_way_to_the_result_asks_whether_it_is(string name)
    {
        var (equation, allowed) = Equations[name];
        MissingValues.AllowedIn(equation(Placeholder.Input(Rows)), Rows).Should().Equal(allowed);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cells_take_missing_values_where_a_cell_over_gaps_stands_before_them(string name) =>
        Gaps.AllowedIn(CellCatalog.Find(name).Create(1)).Should().OnlyContain(isAllowed => isAllowed == name.Contains("over gaps"));

    [Fact]
    public void A_cell_above_does_not_see_what_is_missing_below()
    {
        var below = new MissingValueCell(2, inputs => new GruCell(inputs, 3));
        Gaps.AllowedIn(new StackedCell(below, new GruCell(3, 2))).Should().Equal(true, true);
        Gaps.AllowedIn(new StackedCell(new GruCell(2, 2), below)).Should().NotContain(true).And.HaveCount(2);
        Gaps.AllowedIn(new MaskedCell(below)).Should().Equal(true, true, false);
    }
}
