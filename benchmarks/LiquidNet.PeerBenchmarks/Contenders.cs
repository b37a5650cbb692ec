using LiquidNet.PeerBenchmarks.Onnx;
using LiquidNet.PeerBenchmarks.Torch;

namespace LiquidNet.PeerBenchmarks;

/// <summary>Finds the libraries that this machine can load.</summary>
static class Contenders
{
    /// <summary>Those that are asked for and run here; for each other one line says why it does not.</summary>
    public static IReadOnlyList<IContender> Find(Options options)
    {
        (string Name, Func<IContender> Load)[] known =
        [
            (LiquidContender.SystemName, () => new LiquidContender()),
            (TorchContender.SystemName, () => new TorchContender()),
            (OnnxContender.Step, () => new OnnxContender(OnnxContender.Step)),
            (OnnxContender.StepByStep, () => new OnnxContender(OnnxContender.StepByStep)),
            (OnnxContender.Scan, () => new OnnxContender(OnnxContender.Scan)),
        ];
        var found = new List<IContender>();
        foreach (var (name, load) in known.Where(system => options.Systems?.Contains(system.Name) ?? true))
        {
            try
            {
                found.Add(load());
            }
            catch (Exception exception) when (IsLoadFailure(exception))
            {
                Console.Error.WriteLine($"# {name} is left out: {Reason(exception)}");
            }
        }

        return found;
    }

    /// <summary>The line of a message that says maxCount: loaders of native libraries begin with general advice.</summary>
    public static string Reason(Exception exception)
    {
        var cause = exception.GetBaseException();
        var lines = cause.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return cause is DllNotFoundException && lines.Length > 1 ? lines[1] : lines[0];
    }

    /// <summary>What loaders of native libraries throw.</summary>
    static bool IsLoadFailure(Exception exception) => exception.GetBaseException()
        is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException
        or TypeInitializationException;
}
