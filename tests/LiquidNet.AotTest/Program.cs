using System.Reflection;
using System.Runtime.CompilerServices;

// Published as native code this program proves that the library needs no code generated at run time.
var library = Assembly.Load("LiquidNet").GetName();
Console.WriteLine($"{library.Name} {library.Version!.ToString(3)}, {(RuntimeFeature.IsDynamicCodeSupported ? "just-in-time" : "native")}");
