using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public class SequenceViewTests
{
    static readonly Sequence Irregular =
        new(Matrix<float>.Build.Dense(5, 2, (step, feature) => 10 * step + feature)) { Timespans = [1, 2, 3, 4, 5], Targets = Column(5) };

    static readonly Sequence Regular = new(Matrix<float>.Build.Dense(3, 2, (step, feature) => step - feature)) { Targets = Column(3) };

    static readonly SequenceSet Source = SequenceSet.Of([Irregular, Regular]);

    [Fact]
    public void A_view_passes_on_what_it_does_not_change()
    {
        var view = Source.Subset([0, 1]);

        (view.Count, view.TargetKind, view.Outputs, view.Classes, view.IsConstantOverTime)
            .Should().Be((2, TargetKind.StepValues, 1, 0, false));
        view.ForEpoch(2).Should().BeSameAs(view);
        for (var index = 0; index < 2; index++)
        {
            var (seen, shown) = (Source.ToSequence(index), view.ToSequence(index));
            shown.Timespans.Should().BeEquivalentTo(seen.Timespans);
            shown.Targets.Should().BeEquivalentTo(seen.Targets);
        }
    }

    [Fact]
    public void A_view_refuses_what_is_outside()
    {
        var view = Source.Subset([0, 1]);
        var features = new float[view.Features];

        view.Invoking(set => set.ReadStep(2, 0, features)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
        view.Invoking(set => set.ReadStep(-1, 0, features)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
        view.Invoking(set => set.ReadStep(1, 3, features)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("step");
        view.Invoking(set => set.ReadStep(1, 0, new float[1])).Should().Throw<ArgumentException>().WithParameterName("features");
        view.Invoking(set => set.ReadTimespans(2, features)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
    }

    static Matrix<float> Column(int length) => Matrix<float>.Build.Dense(length, 1, (step, _) => step);
}
