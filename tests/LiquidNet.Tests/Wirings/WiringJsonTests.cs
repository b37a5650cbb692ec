using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class WiringJsonTests
{
    const string Small =
        """{"name":"pair","inputs":1,"units":2,"outputs":1,"layers":["""
        + """{"name":"hidden","kind":"custom","first":1,"count":1},{"name":"motor","kind":"motor","first":0,"count":1}],"""
        + "\"synapses\":[[1,0,-1]],\"sensorySynapses\":[[0,1,1]]}";

    [Fact]
    public void Json_is_one_line_with_every_synapse()
    {
        var wiring = new Wiring(
            "pair",
            outputs: 1,
            [new("hidden", NeuronKind.Custom, 1, 1), new("motor", NeuronKind.Motor, 0, 1)],
            new SynapseTable(2, 2, [new(1, 0, -1)]),
            new SynapseTable(1, 2, [new(0, 1, 1)]));

        wiring.ToJson().Should().Be(Small);
        Wiring.FromJson(Small).Should().Be(wiring);
    }

    [Theory]
    [InlineData("\"sensorySynapses\":[[0,1,1]]}", "\"sensorySynapses\":[[0,1,1]]", "*is not well-formed*")]
    [InlineData("\"sensorySynapses\":[[0,1,1]]", "\"more\":1", "*wiring.sensorySynapses: expected a value but found nothing.")]
    [InlineData("\"units\":2", "\"units\":\"2\"", "*wiring.units: expected an integer but found \"2\".")]
    [InlineData("\"units\":2", "\"units\":2.5", "*wiring.units: expected an integer but found 2.5.")]
    [InlineData("\"name\":\"pair\"", "\"name\":null", "*wiring.name: expected a string but found null.")]
    [InlineData("\"name\":\"pair\"", "\"name\":\"\"", "*impossible wiring*")]
    [InlineData("\"custom\"", "\"own\"", "*layers[0].kind: expected sensory, inter, command, motor or custom but found 'own'.")]
    [InlineData("\"first\":0", "\"first\":[]", "*layers[1].first: expected an integer but found an array of 0.")]
    [InlineData("[[1,0,-1]]", "{}", "*wiring.synapses: expected an array but found an object.")]
    [InlineData("[[1,0,-1]]", "[[1,0]]", "*synapses[0]: expected [source, target, polarity] but found an array of 2.")]
    [InlineData("[[1,0,-1]]", "[[1,0,true]]", "*synapses[0][2]: expected an integer but found true.")]
    [InlineData("[[1,0,-1]]", "[[1,0,-1],7]", "*synapses[1]: expected [source, target, polarity] but found 7.")]
    [InlineData("[[1,0,-1]]", "[[2,0,-1]]", "*impossible wiring*Source = 2*")]
    [InlineData("\"outputs\":1", "\"outputs\":3", "*impossible wiring*number of outputs must be between 1 and 2 but is 3*")]
    [InlineData("\"units\":2", "\"units\":2147483647", "*impossible wiring*number of targets must be between 1 and 32768*")]
    [InlineData("\"inputs\":1", "\"inputs\":2147483647", "*impossible wiring*number of inputs must be between*")]
    public void Broken_json_is_refused_with_the_place_and_the_reason(string part, string replacement, string message)
    {
        Small.Should().Contain(part);
        var read = () => Wiring.FromJson(Small.Replace(part, replacement, StringComparison.Ordinal));
        read.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Json_that_is_no_object_is_refused(string json) =>
        FluentActions.Invoking(() => Wiring.FromJson(json)).Should().Throw<InvalidDataException>();

    [Fact]
    public void Json_that_is_cut_short_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
            FluentActions.Invoking(() => Wiring.FromJson(Small[..length])).Should().Throw<InvalidDataException>();
    }
}
