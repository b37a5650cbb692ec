using LiquidNet.Storage.Models;

namespace LiquidNet.Online.Files;

/// <summary>What a learner is made of beside its network: by name where the library has it, else handed in by who loads.</summary>
static class StoredParts
{
    const string Own = "custom";

    /// <summary>The name of a part; nothing is ever constructed by the name of a class from elsewhere.</summary>
    public static string KindOf(object part) =>
        part.GetType().Assembly == typeof(StoredParts).Assembly ? part.GetType().Name : Own;

    /// <summary>A part that exists in code alone.</summary>
    /// <param name="place">What the file tells of it.</param>
    /// <param name="custom">What was handed in.</param>
    /// <exception cref="InvalidDataException">Nothing was, or something that prints another text, or the kind is unknown.</exception>
    public static T Custom<T>(JsonPlace place, T? custom)
        where T : class
    {
        if (place["kind"].Text() is var kind and not Own)
            throw place.Fault($"kind '{kind}' is unknown");
        var text = place["text"].Text();
        if (custom is null)
            throw place.Fault($"'{text}' exists in code alone: hand it to Load in {nameof(CustomParts)}");
        return custom.ToString() == text ? custom : throw place.Fault($"it is '{text}', and '{custom}' was handed to Load");
    }
}
