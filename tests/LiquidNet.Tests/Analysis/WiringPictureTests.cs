using System.Globalization;
using System.Xml.Linq;
using LiquidNet.Analysis;
using LiquidNet.Checks;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Analysis;

public class WiringPictureTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly Wiring Tiny = new(
        "a \"tiny\" <wiring> & more",
        outputs: 1,
        [new NeuronLayer("out", NeuronKind.Motor, 0, 1), new NeuronLayer("first #1", NeuronKind.Custom, 1, 1)],
        new SynapseTable(2, 2, [new Synapse(1, 0, 1), new Synapse(0, 0, -1)]),
        new SynapseTable(1, 2, [new Synapse(0, 1, -1)]));

    public static TheoryData<string> Names => [.. Wirings.Keys];

    static Dictionary<string, Wiring> Wirings { get; } = new()
    {
        ["tiny"] = Tiny,
        ["a single neuron"] = new FullyConnected(1).Build(1),
        ["a ring"] = new RandomWiring(12, outputs: 3) { Sparsity = 0.6 }.Build(3),
        ["a policy of 19 neurons"] = new NeuralCircuitPolicy(12, 6, 1, 4, 4, 6, 4).Build(8),
        ["a policy of 200 neurons"] = new NeuralCircuitPolicy(114, 76, 10, 4, 4, 60, 6).Build(20),
        ["a dense policy of 200 neurons"] = new AutoNeuralCircuitPolicy(200, 10).Build(20),
        ["fully connected"] = new FullyConnected(32).Build(20),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_well_formed_and_says_what_it_shows(string name)
    {
        var wiring = Wirings[name];
        var root = XDocument.Parse(wiring.ToSvg()).Root!;
        root.Element(Svg + "title")!.Value.Should().Be(wiring.ToString());
        var excitatory = wiring.Synapses.Concat(wiring.SensorySynapses).Count(synapse => synapse.Polarity > 0);
        var inhibitory = wiring.Synapses.Count + wiring.SensorySynapses.Count - excitatory;
        root.Element(Svg + "desc")!.Value.Should()
            .Contain(Counted.Of(excitatory, "synapse is", "synapses are"))
            .And.Contain(FormattableString.Invariant($" excitatory, {inhibitory:N0} inhibitory"));
        root.Descendants().Should().NotContain(element => element.Name.LocalName == "script" || element.Name.LocalName == "image");
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("a ring")]
    [InlineData("a policy of 19 neurons")]
    [InlineData("a policy of 200 neurons")]
    public void Every_synapse_is_a_curve_whose_end_tells_its_polarity(string name)
    {
        var wiring = Wirings[name];
        var curves = XDocument.Parse(wiring.ToSvg()).Descendants(Svg + "path")
            .Where(path => path.Attribute("d")!.Value.Contains('C')).ToLookup(path => path.Attribute("marker-end")!.Value);
        Synapse[] synapses = [.. wiring.Synapses, .. wiring.SensorySynapses];
        curves["url(#excitatory)"].Should().HaveCount(synapses.Count(synapse => synapse.Polarity > 0));
        curves["url(#inhibitory)"].Should().HaveCount(synapses.Count(synapse => synapse.Polarity < 0));
        curves["url(#inhibitory)"].Should().OnlyContain(curve => curve.Parent!.Attribute("stroke-dasharray") != null);
    }

    [Theory]
    [InlineData("a ring")]
    [InlineData("a policy of 19 neurons")]
    [InlineData("a policy of 200 neurons")]
    public void Every_curve_ends_at_its_target(string name)
    {
        var root = XDocument.Parse(Wirings[name].ToSvg()).Root!;
        var neurons = root.Descendants(Svg + "circle")
            .Select(circle => (X: Number(circle, "cx"), Y: Number(circle, "cy"), Index: LabelOf(circle)))
            .ToArray();
        var targets = root.Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value).Where(path => path.Contains('C'))
            .Select(path => path.Split(' ')[^2..].Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())
            .Select(end => neurons.MinBy(neuron => Math.Pow(neuron.X - end[0], 2) + Math.Pow(neuron.Y - end[1], 2)).Index);
        targets.Order().Should().Equal(
            Wirings[name].Synapses.Concat(Wirings[name].SensorySynapses).Select(synapse => synapse.Target).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_lies_within_the_picture(string name)
    {
        var root = XDocument.Parse(Wirings[name].ToSvg()).Root!;
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        var centres = root.Descendants(Svg + "circle").Select(circle => (X: Number(circle, "cx"), Y: Number(circle, "cy"))).ToArray();
        centres.Where(centre => centre.X <= 0 || centre.X >= width || centre.Y <= 0 || centre.Y >= height).Should().BeEmpty();
        root.Descendants(Svg + "text").Where(text => text.Attribute("x") != null)
            .Should().OnlyContain(text => Number(text, "x") >= 0 && Number(text, "x") <= width && Number(text, "y") <= height);
    }

    [Theory]
    [InlineData("a ring")]
    [InlineData("a policy of 19 neurons")]
    [InlineData("a policy of 200 neurons")]
    public void No_two_neurons_overlap(string name)
    {
        var root = XDocument.Parse(Wirings[name].ToSvg()).Root!;
        var neurons = root.Descendants(Svg + "circle").ToArray();
        neurons.Should().HaveCount(Wirings[name].Units);
        var nearest =
            from a in neurons
            from b in neurons
            where a != b
            select Math.Pow(Number(a, "cx") - Number(b, "cx"), 2) + Math.Pow(Number(a, "cy") - Number(b, "cy"), 2);
        Math.Sqrt(nearest.Min()).Should().BeGreaterThan(2 * Number(neurons[0], "r"));
    }

    [Fact]
    public void A_dense_wiring_is_a_matrix_with_a_mark_per_synapse()
    {
        var wiring = Wirings["fully connected"];
        var marks = XDocument.Parse(wiring.ToSvg()).Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value)
            .Where(path => path.Length > 100).Sum(path => path.Count(letter => letter == 'M'));
        marks.Should().Be(wiring.Synapses.Count + wiring.SensorySynapses.Count);
    }

    [Fact]
    public void Pictures_are_the_same_in_every_culture()
    {
        var wiring = Wirings["a ring"];
        string[] texts = [wiring.ToSvg(), wiring.ToDot(), wiring.ToMermaid(), Wirings["fully connected"].ToSvg()];
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            texts.Should().Equal(wiring.ToSvg(), wiring.ToDot(), wiring.ToMermaid(), Wirings["fully connected"].ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_wiring_is_written_for_graphviz() => Tiny.ToDot().Should().Be(
        """
        digraph wiring {
          label="a \"tiny\" <wiring> & more 1 -> 2 (1 output), 2 + 1 synapses"; labelloc=t; rankdir=LR; ranksep=1.5; fontname="sans-serif";
          node [style=filled, fixedsize=true, width=0.4, fontsize=10, fontname="sans-serif"];
          subgraph cluster0 {
            label="sensory"; color="#BBBBBB";
            node [shape=square, fillcolor="#FFFFFF"];
            input0 [label="0"];
          }
          subgraph cluster1 {
            label="out"; color="#BBBBBB";
            node [shape=circle, fillcolor="#009E73"];
            neuron0 [label="0"];
          }
          subgraph cluster2 {
            label="first #1"; color="#BBBBBB";
            node [shape=circle, fillcolor="#CC79A7"];
            neuron1 [label="1"];
          }
          input0 -> neuron1 [color="#D55E00", style=dashed, arrowhead=tee];
          neuron0 -> neuron0 [color="#D55E00", style=dashed, arrowhead=tee];
          neuron1 -> neuron0 [color="#0072B2"];
        }

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_wiring_is_written_for_mermaid() => Tiny.ToMermaid().Should().Be(
        """
        flowchart LR
          subgraph group0 ["sensory"]
            input0[0]:::sensory
          end
          subgraph group1 ["out"]
            neuron0((0)):::motor
          end
          subgraph group2 ["first #35;1"]
            neuron1((1)):::custom
          end
          input0 -.-x neuron1
          neuron0 -.-x neuron0
          neuron1 --> neuron0
          linkStyle 2 stroke:#0072B2
          linkStyle 0,1 stroke:#D55E00
          classDef sensory fill:#FFFFFF,stroke:#555,color:#000
          classDef motor fill:#009E73,stroke:#555,color:#000
          classDef custom fill:#CC79A7,stroke:#555,color:#000

        """.ReplaceLineEndings("\n"));

    static int LabelOf(XElement circle) => int.Parse(circle.Parent!.Element(Svg + "text")!.Value, CultureInfo.InvariantCulture);

    static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
