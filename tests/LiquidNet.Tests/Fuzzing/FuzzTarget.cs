namespace LiquidNet.Tests.Fuzzing;

/// <summary>Makes another file of one.</summary>
/// <param name="file">A whole file.</param>
/// <param name="random">Decides how.</param>
delegate byte[] Mutation(byte[] file, Random random);

/// <summary>A reader of files that a stranger may have written.</summary>
/// <param name="Name">What the reader reads.</param>
/// <param name="Corpus">Whole files, which it reads without complaint.</param>
/// <param name="Mutate">Makes others of them; the bytes are changed besides.</param>
/// <param name="Read">Reads a file to its end.</param>
/// <remarks>What is wrong with a file, a reader says by <see cref="InvalidDataException"/> and by no other exception.</remarks>
sealed record FuzzTarget(string Name, Func<IEnumerable<byte[]>> Corpus, Mutation Mutate, Action<byte[]> Read);
