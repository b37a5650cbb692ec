using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Cells;

public class LiquidCellTests
{
    [Fact]
    public void The_seed_follows_the_units_or_the_wiring_in_every_constructor()
    {
        var sized =
            from cell in typeof(LiquidCell).Assembly.GetExportedTypes()
            where cell.IsSubclassOf(typeof(LiquidCell)) && cell.IsSealed
            from constructor in cell.GetConstructors()
            let names = constructor.GetParameters().Select(parameter => parameter.Name).ToList()
            let size = names.FindIndex(name => name is "units" or "wiring" or "timeConstants")
            where size >= 0
            select (cell.Name, Next: names.ElementAtOrDefault(size + 1));

        sized.Should().HaveCountGreaterThan(10).And.OnlyContain(constructor => constructor.Next == "seed");
    }

    [Fact]
    public void A_cell_that_does_not_keep_its_state_at_zero_needs_a_fixed_number_of_unfolds()
    {
        var adaptive = UnfoldPolicy.ByStepLength(maxStep: 0.1f, maxCount: 5);
        FluentActions.Invoking(() => LiquidNetwork.Classifier(new CfcCell(2, 3) { Unfolds = adaptive }, classes: 2))
            .Should().Throw<InvalidOperationException>().WithMessage("*CfC*fixed number of unfolds*");
        FluentActions.Invoking(() => new LiquidLayer(new UnscaledLeakyIntegratorCell(2, 3) { Unfolds = adaptive }))
            .Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new LiquidLayer(new LeakyIntegratorCell(2, 3) { Unfolds = adaptive })).Should().NotThrow();
    }

    [Fact]
    public void Two_equal_cells_in_one_have_the_names_of_their_parts()
    {
        var cell = new PairCell(new GruCell(2, 3, seed: 1), new GruCell(2, 3, seed: 2));
        string[] names = [.. Enumerable.Range(0, cell.Parameters.Count).Select(cell.Parameters.NameOf)];
        names.Should().OnlyHaveUniqueItems().And.Contain("left.candidate.W_in").And.Contain("right.candidate.W_in").And.Contain("mix");
        FluentActions.Invoking(() => new NamelessPairCell().Parameters)
            .Should().Throw<ArgumentException>().WithMessage("*'candidate.b_hid'*states them as its parts*");
    }

    [Fact]
    public void A_part_needs_a_fixed_number_of_unfolds()
    {
        var adaptive = new CtRnnCell(2, 3) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) };
        FluentActions.Invoking(() => new PairCell(adaptive, adaptive))
            .Should().Throw<ArgumentException>().WithMessage("*CT-RNN*a fixed one*");
        FluentActions.Invoking(() => new PairCell(null!, adaptive)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Sizes_beyond_what_an_array_holds_are_named()
    {
        const string TooLarge = "*more than the * numbers*";
        FluentActions.Invoking(() => new LstmCell(4, 1 << 30)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(TooLarge);
        FluentActions.Invoking(() => new LstmCell(1, 50_000))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*[50000 x 200000]*");
        FluentActions.Invoking(() => new CtGruCell(4, 1 << 29)).Should().Throw<ArgumentOutOfRangeException>().WithMessage(TooLarge);
    }

    /// <summary>What a user writes: two cells side by side, whose outputs are weighed.</summary>
    sealed class PairCell : LiquidCell
    {
        readonly LiquidCell left;
        readonly LiquidCell right;
        readonly Parameter mix = Parameter.Vector("mix", 1, initial: 0.5f);

        public PairCell(LiquidCell left, LiquidCell right)
            : base(2, 6, 3)
        {
            CheckPart(left, nameof(left));
            CheckPart(right, nameof(right));
            (this.left, this.right) = (left, right);
        }

        protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("left", left), ("right", right)];

        public override Signal Next(Signal input, Signal state, Signal timespan) => Concatenate(
            left.Advance(input, Slice(state, 0, 3), timespan), right.Advance(input, Slice(state, 3, 3), timespan));

        public override Signal Output(Signal state) => Lerp(Slice(state, 0, 3), Slice(state, 3, 3), mix);
    }

    sealed class NamelessPairCell() : LiquidCell(2, 6, 6)
    {
        readonly GruCell left = new(2, 3), right = new(2, 3);

        public override Signal Next(Signal input, Signal state, Signal timespan) => Concatenate(
            left.Advance(input, Slice(state, 0, 3), timespan), right.Advance(input, Slice(state, 3, 3), timespan));
    }
}
