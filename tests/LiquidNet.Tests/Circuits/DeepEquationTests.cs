using LiquidNet.Circuits;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Circuits;

/// <summary>An equation may be deeper than a thread's stack, and read a signal in more ways than could be followed one by one.</summary>
public class DeepEquationTests
{
    const int Depth = 10_000;

    static readonly Parameter Weights = Parameter.Glorot("W", 2, 2, seed: 1);

    static readonly Dictionary<string, Func<Signal, Signal>> Links = new()
    {
        ["function"] = x => Tanh(x),
        ["sum"] = x => x + Placeholder.Input(2),
        ["shift"] = x => x + 1,
        ["quotient"] = x => x / (1 + x),
        ["affine"] = x => Affine(Weights, x),
        ["concatenation"] = x => Slice(Concatenate(x, x), 0, 2),
        ["dropout"] = x => Dropout(x, 0.5f),
    };

    public static TheoryData<string> Kinds { get; } = new(Links.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_chain_compiles_however_long_it_is(string kind)
    {
        Signal signal = Placeholder.State(2);
        for (var depth = 0; depth < Depth; depth++)
            signal = Links[kind](signal);
        Compile(signal);
    }

    [Fact]
    public void Concatenations_within_each_other_compile_however_deep_they_are()
    {
        Signal signal = Placeholder.State(1);
        for (var depth = 0; depth < Depth; depth++)
            signal = Concatenate(signal, Constant(0));
        Compile(Slice(signal, 0, 1));
    }

    [Fact]
    public void Signs_are_found_at_once_though_each_sum_reads_the_one_before_twice()
    {
        Signal sum = Exp(Placeholder.Input(2));
        for (var depth = 0; depth < 200; depth++)
            sum += sum;
        Compile((Placeholder.State(2) + Placeholder.Timespan()) / (sum + Placeholder.Timespan() * Placeholder.State(2)));
    }

    static void Compile(Signal next) => Circuit.CompileStep(next, isTimed: false).Root.Rows.Should().Be(next.Rows);
}
