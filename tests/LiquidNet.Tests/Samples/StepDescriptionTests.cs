using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class StepDescriptionTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    [Fact]
    public void Steps_of_dates_are_told_in_units_of_the_clock()
    {
        StepDescription.Of([1, 1, 1], Hour).Should().Be("steps of 1 hour");
        StepDescription.Of([60], Minute).Should().Be("steps of 1 hour");
        StepDescription.Of([10, 10, 20, 180], Minute).Should().Be("steps of 10 minutes to 3 hours, usually 20 minutes");
        StepDescription.Of([0, 0.25, 1.5], Day).Should().Be("steps of 0 seconds to 1.5 days, usually 6 hours");
    }

    [Fact]
    public void Steps_of_numbers_are_told_as_they_are()
    {
        StepDescription.Of([1, 1], unit: null).Should().Be("steps of 1");
        StepDescription.Of([0.5, 2, 31.25], unit: null).Should().Be("steps of 0.5 to 31.25, usually 2");
    }

    [Fact]
    public void A_unit_in_which_a_usual_step_is_about_one_needs_no_advice()
    {
        StepDescription.Advice([1, 1, 24], Hour).Should().BeNull();
        StepDescription.Advice([0.1, 4, 10], unit: null).Should().BeNull();
        StepDescription.Advice([0, 0, 3], Hour).Should().BeNull();
    }

    [Fact]
    public void Where_steps_are_far_from_the_unit_a_nearer_one_is_named()
    {
        StepDescription.Advice([60, 60], Minute).Should().StartWith("A usual step is 60 in the unit").And.EndWith(": --unit hours.");
        StepDescription.Advice([0.0007], Day).Should().EndWith(": --unit minutes.");
        StepDescription.Advice([365], Day).Should().EndWith("serves best.");
        StepDescription.Advice([32.1, 31.9, 32.4], unit: null).Should().EndWith("Divide the column of time by 32.1.");
    }
}
