using LiquidNet.PeerBenchmarks;
using LiquidNet.PeerBenchmarks.Results;

if (args is ["--help"])
{
    Console.WriteLine(Options.Usage);
    return 0;
}

Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return 1;
}

var contenders = Contenders.Find(options);
var rows = new List<ResultRow>();
foreach (var row in new Tournament(options, contenders).Run())
{
    Console.WriteLine(row);
    rows.Add(row);
}

foreach (var file in options.OtherRows)
    rows.AddRange(File.ReadLines(file).Select(ResultRow.Parse).OfType<ResultRow>());
foreach (var line in Comparison.Table(rows))
    Console.WriteLine(line);
if (options.Results is { } folder)
    ResultTable.Write(rows, folder);
return 0;
