using LiquidNet.Equations;

namespace LiquidNet.Tests.Equations;

public class ProjectionTests
{
    [Fact]
    public void A_value_that_changed_sides_becomes_zero()
    {
        float[] values = [2, -2, 0.5f, -0.5f, 3, -3];

        new FixedSign([1, 1, -1, -1, 0, 0]).Apply(values);

        values.Should().Equal(2, 0, 0, -0.5f, 0, 0);
    }

    [Fact]
    public void Absent_connections_stay_at_zero()
    {
        float[] values = [2, -2, 3];

        new SparsityMask([true, false, true]).Apply(values);

        values.Should().Equal(2, 0, 3);
    }

    [Fact]
    public void Negative_values_become_zero()
    {
        float[] values = [2, -2, 0];

        NonNegative.Instance.Apply(values);

        values.Should().Equal(2, 0, 0);
    }

    [Fact]
    public void Gradients_of_absent_connections_are_removed_and_no_others()
    {
        var signs = Parameter.Of("signs", 2, 2, [1, 0, -1, 0], new FixedSign([1, 0, -1, 0]));
        var mask = Parameter.Of("mask", 2, 1, [1, 0], new SparsityMask([true, false]));
        var free = Parameter.Vector("free", 2);
        var frozen = Parameter.Vector("frozen", 2);
        frozen.IsTrainable = false;
        var gradients = new GradientSet(new ParameterSet([signs, mask, free, frozen]));
        foreach (var parameter in gradients.Parameters)
            gradients[parameter].Fill(-0.5f);

        gradients.KeepTrainable();

        gradients[signs].ToArray().Should().Equal(-0.5f, 0, -0.5f, 0);
        gradients[mask].ToArray().Should().Equal(-0.5f, 0);
        gradients[free].ToArray().Should().Equal(-0.5f, -0.5f);
        gradients[frozen].ToArray().Should().Equal(0, 0);
    }

    [Fact]
    public void Projections_leave_allowed_values_as_they_are()
    {
        foreach (var projection in (Projection[])[new FixedSign([1, -1, 0]), new SparsityMask([true, true, false]), NonNegative.Instance])
        {
            float[] once = [3, -2, 1];
            projection.Apply(once);
            float[] twice = [.. once];
            projection.Apply(twice);
            twice.Should().Equal(once);
        }
    }

    [Fact]
    public void A_projection_is_for_as_many_values_as_it_was_made_for()
    {
        foreach (var projection in (Projection[])[new FixedSign([1, -1]), new SparsityMask([true, false])])
        {
            projection.Invoking(it => it.Apply(new float[3])).Should().Throw<ArgumentException>().WithMessage("*2 values*3*");
            projection.Invoking(it => it.ApplyToGradient(new float[3])).Should().Throw<ArgumentException>().WithMessage("*2 values*3*");
        }
    }

    [Fact]
    public void A_sign_is_one_of_three() =>
        FluentActions.Invoking(() => new FixedSign([1, 0, 2])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Sign 2 is 2*");
}
