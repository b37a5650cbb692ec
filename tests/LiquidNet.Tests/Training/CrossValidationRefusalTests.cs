using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public sealed class CrossValidationRefusalTests
{
    static readonly CrossValidationOptions Short = new() { Training = new() { Epochs = 1 } };

    [Fact]
    public void A_fault_of_a_score_that_lacks_no_figure_goes_through_as_it_is()
    {
        string? nothing = null;
        foreach (var fault in (Exception[])[new InvalidOperationException("mine"), new ObjectDisposedException("mine")])
            ThrownBy(_ => throw fault).Should().BeSameAs(fault);

        ThrownBy(_ => nothing!.Length).Should().BeOfType<NullReferenceException>("classes have all that could be null");
        ThrownBy(_ => new Queue<double>().Dequeue()).Should().BeOfType<InvalidOperationException>();

        static Exception ThrownBy(Func<Evaluation, double> score) => FluentActions.Invoking(() =>
            CrossValidation.Run(Recipe, Tasks.Places(9), 3, Short with { Score = score })).Should().Throw<Exception>().Which;
    }

    static LiquidNetwork Recipe(int seed) => LiquidNetwork.Classifier(new GruCell(Tasks.Features, 2, seed), Tasks.Features, seed);
}
