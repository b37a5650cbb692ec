using System.Globalization;
using System.Text;
using LiquidNet.Circuits;
using LiquidNet.Export.Folding;
using LiquidNet.Export.Plans;
using LiquidNet.Runs;
using LiquidNet.Solvers;

namespace LiquidNet.Export.C;

/// <summary>A network as the text of a header and of a source in C99.</summary>
sealed class CSourceText
{
    /// <summary>More scratch memory than this, in bytes, is part of the state.</summary>
    const int MostOnStack = 1024;

    const string FingerprintMark = "0x00000000u";

    readonly LiquidNetwork network;
    readonly string prefix;
    readonly string upper;
    readonly StepLimit limit;
    readonly StepPlan plan;
    readonly CTables tables;
    readonly CFunctions functions;
    readonly SelfTest? selfTest;

    public CSourceText(LiquidNetwork network, string name, CSourceOptions options)
    {
        (this.network, prefix) = (network, CNames.Sanitized(name));
        upper = prefix.ToUpperInvariant();
        limit = network.Model.Limit;
        var names = new CNames(["state", "result", "init", "step", "selftest", "output_names", .. CFunctionBodies.Order]);
        var folded = new FoldedModel(network);
        var rounded = folded.Weights.ToDictionary(table => table, table => CNumbers.Round(table, options.Weights));
        plan = new StepPlan(folded, IsOnce);
        tables = new CTables(prefix, names, rounded);
        functions = new CFunctions(prefix);
        selfTest = options.SelfTest ? SelfTest.Of(folded.ToNetwork(), limit, network.Model.IsExplicit) : null;
        Source = WriteSource();
        var fingerprint = Fingerprint(Source);
        Source = Source.Replace(FingerprintMark, fingerprint, StringComparison.Ordinal);
        Header = new CHeader(network, prefix, plan.Scratch.Length, IsOnStack, options.SelfTest).Write(options.Weights, limit, fingerprint);
    }

    /// <summary>The text of the header.</summary>
    public string Header { get; }

    /// <summary>The text of the source.</summary>
    public string Source { get; }

    UnfoldPolicy Unfolds => network.Model.Unfolds;

    bool IsOnce => Unfolds is { IsFixed: true, MaxCount: 1 };

    bool IsOnStack => plan.Scratch.Length * sizeof(float) <= MostOnStack;

    string WriteSource()
    {
        var step = WriteStep();
        var text = new CText();
        text.Comment($"{network.Cell} -> {network.Readout}, written by LiquidNet. See {prefix}.h.");
        text.Line($"#include \"{prefix}.h\"");
        text.Line("#include <math.h>");
        text.Line();
        text.Line($"#if {upper}_FINGERPRINT != {FingerprintMark}");
        text.Line($"#error \"{prefix}.h and {prefix}.c do not belong together\"");
        text.Line("#endif");
        text.Line();
        if (network.OutputNames.Count > 0)
        {
            text.Open($"const char *const {prefix}_output_names[{upper}_OUTPUTS] =");
            text.List(network.OutputNames.Select(CText.Quoted));
            text.Close(";");
            text.Line();
        }

        tables.Write(text);
        functions.Write(text);
        text.Line($"void {prefix}_init({prefix}_state *state)");
        text.Open();
        text.Line($"for (int i = 0; i < {upper}_STATES; ++i)");
        text.Inner("state->values[i] = 0.0f;");
        text.Close();
        text.Line();
        text.Append(step);
        selfTest?.Write(text, prefix, upper);
        return text.ToString();
    }

    CText WriteStep()
    {
        var text = new CText();
        text.Line($"{prefix}_result {prefix}_step(");
        text.Inner($"{prefix}_state *state, const float input[{upper}_INPUTS], float elapsed, float prediction[{upper}_OUTPUTS])");
        text.Open();
        if (IsOnStack)
            text.Line($"float scratch[{plan.Scratch.Length}];");
        foreach (var buffer in plan.Scratch.Buffers)
            text.Line($"float *const {buffer.Name} = {(IsOnStack ? "" : "state->")}scratch + {buffer.Offset};");
        WriteChecks(text);
        if (plan.Unfolded is { } state)
            WriteCopy(text, network.Model.StateSize, "state->values[i]", state.At("i"));
        var loops = new LoopWriter(text, plan, tables, functions, isReadout: false);
        foreach (var loop in plan.Sample)
            loops.Write(loop);
        if (plan.Unfolded is { } unfolded)
        {
            text.Open(Unfolds.IsFixed
                ? $"for (int unfold = 0; unfold < {Unfolds.MaxCount}; ++unfold)"
                : "for (int unfold = 0; unfold < unfolds; ++unfold)");
            foreach (var loop in plan.Unfold)
                loops.Write(loop);
            WriteCopy(text, network.Model.StateSize, plan.Next.At("i"), unfolded.At("i"));
            text.Close();
        }

        var readout = new LoopWriter(text, plan, tables, functions, isReadout: true);
        foreach (var loop in plan.Readout)
            readout.Write(loop);
        WriteResults(text, plan.Unfolded ?? plan.Next);
        text.Close();
        return text;
    }

    void WriteChecks(CText text)
    {
        WriteInputCheck(text);
        text.Line("if (!(elapsed >= 0.0f) || !isfinite(elapsed))");
        text.Inner($"return {upper}_BAD_ELAPSED;");
        if (!Unfolds.IsFixed)
        {
            text.Line($"const float count = ceilf(elapsed / {CText.Literal(Unfolds.MaxStep)});");
            text.Line($"const int unfolds = count < 1.0f ? 1 : count > {Unfolds.MaxCount}.0f ? {Unfolds.MaxCount} : (int)count;");
        }

        if (limit.IsFinite || plan.ReadsTimespan)
        {
            var part = Unfolds.IsFixed ? $"elapsed / {Unfolds.MaxCount}.0f" : "elapsed / (float)unfolds";
            text.Line($"const float timespan = {(IsOnce ? "elapsed" : part)};");
        }

        if (limit.IsFinite)
        {
            text.Line($"if (timespan > {CText.Literal(limit.MaxStep)})");
            text.Inner($"return {upper}_TOO_LONG;");
        }
    }

    /// <summary>Inputs are finite, or NaN where the equation knows what to do with it.</summary>
    void WriteInputCheck(CText text)
    {
        var allowed = MissingValues.AllowedIn(network.Model.Step.Equation, network.InputSize);
        var refused = "!isfinite(input[i])";
        if (allowed.Contains(true))
        {
            var mayBeMissing = tables.Indices("may_be_missing", [.. allowed.Select(Convert.ToInt32)]);
            refused = $"isinf(input[i]) || (isnan(input[i]) && !{mayBeMissing}[i])";
        }

        text.Line($"for (int i = 0; i < {upper}_INPUTS; ++i)");
        text.Inner($"if ({refused}) return {upper}_BAD_INPUT;");
    }

    /// <summary>Nothing is handed over before everything is known to be finite.</summary>
    void WriteResults(CText text, Place state)
    {
        text.Line($"for (int i = 0; i < {upper}_STATES; ++i)");
        text.Inner($"if (!isfinite({state.At("i")})) return {upper}_NOT_FINITE;");
        text.Line($"for (int i = 0; i < {upper}_OUTPUTS; ++i)");
        text.Inner($"if (!isfinite({plan.Predictions.At("i")})) return {upper}_NOT_FINITE;");
        WriteCopy(text, network.Model.StateSize, state.At("i"), "state->values[i]");
        WriteCopy(text, network.OutputSize, plan.Predictions.At("i"), "prediction[i]");
        text.Line($"return {upper}_OK;");
    }

    static void WriteCopy(CText text, int count, string from, string to)
    {
        text.Line($"for (int i = 0; i < {count}; ++i)");
        text.Inner($"{to} = {from};");
    }

    /// <summary>A number that another source hardly has (Fowler, Noll and Vo, FNV-1a).</summary>
    static string Fingerprint(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in Encoding.ASCII.GetBytes(text))
            hash = (hash ^ letter) * 16777619u;
        return string.Create(CultureInfo.InvariantCulture, $"0x{hash:x8}u");
    }
}
