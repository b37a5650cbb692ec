using LiquidNet.Cells;
using LiquidNet.Solvers;

namespace LiquidNet.Tests.Cells;

public class LiquidCellTests
{
    [Fact]
    public void A_cell_that_does_not_keep_its_state_at_zero_needs_a_fixed_number_of_unfolds()
    {
        var adaptive = UnfoldPolicy.ByStepLength(maxStep: 0.1f, maxCount: 5);
        FluentActions.Invoking(() => LiquidNetwork.Classifier(new CfcCell(2, 3) { Unfolds = adaptive }, classes: 2))
            .Should().Throw<InvalidOperationException>().WithMessage("*CfC*fixed number of unfolds*");
        FluentActions.Invoking(() => new LiquidLayer(new EulerCell(2, 3) { Form = EulerForm.Literal, Unfolds = adaptive }))
            .Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new LiquidLayer(new EulerCell(2, 3) { Unfolds = adaptive })).Should().NotThrow();
    }
}
