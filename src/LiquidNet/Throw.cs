using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LiquidNet;

/// <summary>Every exception the library raises, with the remedy in its message.</summary>
[StackTraceHidden]
internal static class Throw
{
    [DoesNotReturn]
    public static void Argument(string message, string parameterName) => throw new ArgumentException(message, parameterName);
}
