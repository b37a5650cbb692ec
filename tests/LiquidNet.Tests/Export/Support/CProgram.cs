using System.Text;
using LiquidNet.Export;

namespace LiquidNet.Tests.Export.Support;

/// <summary>Networks as C source, and a program around them that takes steps from files.</summary>
sealed class CProgram : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("liquidnet-c-").FullName;
    readonly Dictionary<string, LiquidNetwork> networks = [];

    string? program;

    /// <summary>Where the sources are.</summary>
    public string Folder => folder;

    public void Add(string name, LiquidNetwork network, CSourceOptions? options = null)
    {
        CSource.Write(network, Path.Combine(folder, name), options);
        networks[name] = network;
    }

    public void Compile(CCompiler compiler, string options = "-O1")
    {
        var main = new StringBuilder("#include <stdio.h>\n#include <string.h>\n");
        foreach (var name in networks.Keys)
            main.Append($"#include \"{name}.h\"\n");
        main.Append(Harness);
        foreach (var name in networks.Keys)
            main.Append($"RUN({name}, {name.ToUpperInvariant()})\n");
        main.Append("int main(int count, char **arguments)\n{\n");
        main.Append("    if (count < 2)\n        return 2;\n");
        foreach (var name in networks.Keys)
            main.Append($"    if (strcmp(arguments[1], \"{name}\") == 0)\n        return run_{name}(arguments[2], arguments[3]);\n");
        main.Append("    return 2;\n}\n");
        File.WriteAllText(Path.Combine(folder, "main.c"), main.ToString());
        var selfTests = string.Concat(networks.Keys.Select(name => $" -D{name.ToUpperInvariant()}_SELFTEST"));
        program = compiler.Compile(folder, options + selfTests);
    }

    /// <summary>Takes steps from the state of zero.</summary>
    /// <returns>For each step the code, the prediction and the state after.</returns>
    public IReadOnlyList<CStep> Run(string name, IEnumerable<(float[] Input, float Elapsed)> steps)
    {
        var (given, taken) = (Path.Combine(folder, name + ".in"), Path.Combine(folder, name + ".out"));
        using (var writer = new BinaryWriter(File.Create(given)))
        {
            foreach (var (input, elapsed) in steps)
            {
                writer.Write(elapsed);
                foreach (var value in input)
                    writer.Write(value);
            }
        }

        var (exitCode, text) = CCompiler.Run(program!, $"{name} {given} {taken}");
        exitCode.Should().Be(0, "the self-test of '{0}' passes ({1})", name, text);
        using var reader = new BinaryReader(File.OpenRead(taken));
        var network = networks[name];
        var results = new List<CStep>();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
            results.Add(new CStep(reader.ReadInt32(), Floats(reader, network.OutputSize), Floats(reader, network.Cell.StateSize)));
        return results;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static float[] Floats(BinaryReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())];

    const string Harness = """
        #define RUN(NAME, UPPER) \
            static int run_##NAME(const char *given, const char *taken) \
            { \
                NAME##_state state; \
                float elapsed, input[UPPER##_INPUTS], prediction[UPPER##_OUTPUTS] = { 0 }; \
                FILE *in = fopen(given, "rb"), *out = fopen(taken, "wb"); \
                NAME##_init(&state); \
                while (fread(&elapsed, sizeof elapsed, 1, in) == 1 && fread(input, sizeof input, 1, in) == 1) { \
                    const int code = NAME##_step(&state, input, elapsed, prediction); \
                    fwrite(&code, sizeof code, 1, out); \
                    fwrite(prediction, sizeof prediction, 1, out); \
                    fwrite(state.values, sizeof state.values, 1, out); \
                } \
                fclose(in); \
                fclose(out); \
                return NAME##_selftest(); \
            }

        """;
}

/// <summary>What a step in C gave.</summary>
sealed record CStep(int Code, float[] Prediction, float[] State);
