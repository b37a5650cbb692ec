using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

/// <summary>Texts are the same in every culture: numbers have a point, and a minus is a hyphen.</summary>
public class CultureTests
{
    [Fact]
    public void Whatever_prints_prints_the_same_in_every_culture()
    {
        object[] all =
        [
            new Adam(0.5f), new Sgd(0.5f), new OwnOptimizer(0.5f), GradientClipping.ByNorm(0.5f), GradientClipping.ByValue(0.5f),
            LearningRateSchedule.Constant, LearningRateSchedule.Steps(2.5, 0.5), LearningRateSchedule.Cosine(0.5).WithWarmUp(1.5),
            new EarlyStopping(3) { MinImprovement = 0.5 }, new TrainerOptions { Clipping = GradientClipping.ByNorm(0.5f) },
            new BatchResult(0.5, weight: 3, correct: 1, count: 3), new Evaluation(0.5, correct: null, count: 1_234, confusion: null),
            new Rollback(margin: 0.5f), new Reading(new float[1], elapsed: 0.5f),
            new CrossValidationRun(-1, 3, 0, 1, new Evaluation(0.5, correct: 1, count: 2, confusion: null), Score: 0.5),
        ];
        string[] Texts() => [.. all.Select(it => it.ToString()!)];
        var expected = Texts();

        var texts = In(Elsewhere(), Texts);

        texts.Should().Equal(expected);
        texts.Should().OnlyContain(text => !text.Contains("0,5") && !text.Contains('~'));
        texts[0].Should().StartWith("Adam { LearningRate = 0.5, StatePerValue = 2, Beta1 = 0.9,");
        texts[2].Should().Be("OwnOptimizer { LearningRate = 0.5, StatePerValue = 0, Offset = -1.5 }");
        texts[7].Should().Be("WarmUp { Epochs = 1.5, Next = HalfCosine { Last = 0.5 } }");
    }

    [Fact]
    public void Options_print_every_one_and_leave_no_gap()
    {
        var training = new TrainerOptions();
        foreach (var (options, type) in ((object, Type)[])
            [(training, typeof(TrainerOptions)), (new CrossValidationOptions(), typeof(CrossValidationOptions))])
        {
            foreach (var property in type.GetProperties())
                options.ToString().Should().MatchRegex($@"[ {{]{property.Name} = [^ ,}}]");
        }

        training.ToString().Should().Contain("Loss = none, Clipping = none, Schedule = ConstantRate {").And.EndWith("Checkpoints = none }");
        (training with { Loss = new MeanAbsoluteError(), Checkpoints = new("run") }).ToString().Should()
            .Contain("Loss = MeanAbsoluteError, Clipping = none")
            .And.EndWith("Checkpoints = TrainingCheckpoints { Folder = run, EveryEpochs = 1 } }");
        (new CrossValidationOptions { Groups = ["a", "b", "a"], ValidationFraction = 0.25, Score = _ => 0 }).ToString().Should()
            .Contain("Groups = 2, ValidationFraction = 0.25, ").And.EndWith("Score = its own }");
    }

    [Fact]
    public void One_thing_is_not_several() =>
        (Counted.Of(1, "sequence"), Counted.Of(0, "class", "classes"), Counted.Of(1_234, "sequence")).Should()
            .Be(("1 sequence", "0 classes", "1,234 sequences"));

    [Fact]
    public void Printing_leaves_the_culture_as_it_was()
    {
        var elsewhere = Elsewhere();

        In(elsewhere, () =>
        {
            _ = new Adam().ToString();
            return CultureInfo.CurrentCulture;
        }).Should().BeSameAs(elsewhere);
    }

    [Fact]
    public void Timespans_that_are_refused_have_a_hyphen_for_a_minus() =>
        In(Elsewhere(), () => FluentActions.Invoking(() => new Trainer(Tasks.Classifier()).Evaluate(new Backwards()))
                .Should().Throw<ArgumentException>().Which.Message)
            .Should().StartWith("Sequence 0, step 0: timespan -0.5;");

    [Fact]
    public void Messages_about_labels_have_a_hyphen_for_a_minus() =>
        In(Elsewhere(), () => FluentActions.Invoking(() => new TargetReader(new SoftmaxCrossEntropy(), 3)
                .Read(new LabelledSet(-7), 0, new int[1], new float[1])).Should().Throw<ArgumentException>().Which.Message)
            .Should().StartWith("Sequence 0 has label -7;");

    /// <summary>A culture with a decimal comma, a group point and a minus of its own.</summary>
    static CultureInfo Elsewhere()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var format = culture.NumberFormat;
        (format.NumberDecimalSeparator, format.NumberGroupSeparator, format.NegativeSign) = (",", ".", "~");
        return culture;
    }

    static T In<T>(CultureInfo culture, Func<T> action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>One sequence in which time runs backwards.</summary>
    sealed class Backwards : SequenceSet
    {
        public override int Count => 1;

        public override int Features => Tasks.Features;

        public override TargetKind TargetKind => TargetKind.SequenceLabel;

        public override int Classes => Tasks.Features;

        public override int LengthOf(int index) => 2;

        public override void ReadStep(int index, int step, Span<float> features) => features.Fill(0.5f);

        public override void ReadTimespans(int index, Span<float> timespans) => timespans.Fill(-0.5f);

        public override void ReadLabels(int index, Span<int> labels) => labels.Clear();
    }

    sealed record OwnOptimizer : Optimizer
    {
        public OwnOptimizer(float learningRate)
            : base(learningRate)
        {
        }

        public override int StatePerValue => 0;

        public float Offset { get; } = -1.5f;

        protected internal override void Apply(ParameterUpdate update)
        {
        }
    }
}
