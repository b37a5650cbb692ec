namespace LiquidNet.Tests.Data.Tables;

/// <summary>A folder for tables, gone afterwards.</summary>
sealed class TableFolder : IDisposable
{
    public string Name { get; } = Directory.CreateTempSubdirectory("liquidnet-tables-").FullName;

    public string Write(string name, string text)
    {
        var file = Path.Combine(Name, name);
        File.WriteAllText(file, text);
        return file;
    }

    public string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(Name, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
