using System.Buffers.Binary;
using System.Text;

namespace LiquidNet.Import.Torch;

/// <summary>A closed interpreter of the pickles that <c>torch.save</c> writes: protocol 2, data only.</summary>
/// <remarks>
/// A pickle is a program. This one knows the few operations that a state dictionary needs, and a handful of names that stand for values of
/// its own; everything else is refused. No type is ever found by a name, nothing is ever called.
/// </remarks>
/// <param name="file">What the file is called in messages.</param>
/// <param name="code">The program.</param>
sealed class Pickle(string file, ReadOnlyMemory<byte> code)
{
    const int NewestProtocol = 2;

    static readonly object Mark = new();

    readonly List<object?> stack = [];
    readonly Dictionary<int, object?> memo = [];
    int position;

    /// <summary>Runs the program.</summary>
    /// <returns>
    /// null, bool, long, double, string, <see cref="PickleTuple"/>, a list, a <see cref="PickleDictionary"/>, or a <see
    /// cref="TorchTensor"/>.
    /// </returns>
    /// <exception cref="InvalidDataException">The program is broken, or does something else than a state dictionary needs.</exception>
    public object? Run()
    {
        while (true)
        {
            var opcode = Byte();
            if (opcode == (byte)'.')
                return Pop();
            Execute(opcode);
        }
    }

    void Execute(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80':
                if (Byte() is var protocol and > NewestProtocol)
                    throw Broken($"it is pickled in protocol {protocol}; save it with torch.save's default, protocol {NewestProtocol}");
                break;
            case '(':
                stack.Add(Mark);
                break;
            case 'N':
                stack.Add(null);
                break;
            case '\x88' or '\x89':
                stack.Add(opcode == 0x88);
                break;
            case 'K':
                stack.Add((long)Byte());
                break;
            case 'M':
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
                break;
            case 'J':
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
                break;
            case '\x8a':
                stack.Add(Long(Bytes(Byte())));
                break;
            case 'G':
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
                break;
            case 'X':
                stack.Add(Text(Bytes(Length())));
                break;
            case 'q':
                memo[Byte()] = Peek();
                break;
            case 'r':
                memo[Length()] = Peek();
                break;
            case 'h':
                stack.Add(Recall(Byte()));
                break;
            case 'j':
                stack.Add(Recall(Length()));
                break;
            default:
                Combine(opcode);
                break;
        }
    }

    void Combine(byte opcode)
    {
        switch ((char)opcode)
        {
            case ')':
                stack.Add(new PickleTuple());
                break;
            case '\x85' or '\x86' or '\x87':
                stack.Add(new PickleTuple(PopMany(opcode - 0x84)));
                break;
            case 't':
                stack.Add(new PickleTuple(PopToMark()));
                break;
            case ']':
                stack.Add(new List<object?>());
                break;
            case 'a':
                var element = Pop();
                Peek<List<object?>>("a list").Add(element);
                break;
            case 'e':
                var elements = PopToMark();
                Peek<List<object?>>("a list").AddRange(elements);
                break;
            case '}':
                stack.Add(new PickleDictionary());
                break;
            case 's':
                var pair = PopMany(2);
                Set(Peek<PickleDictionary>("a dictionary"), pair);
                break;
            case 'u':
                var pairs = PopToMark();
                Set(Peek<PickleDictionary>("a dictionary"), pairs);
                break;
            case 'c':
                stack.Add(Name());
                break;
            case 'Q':
                stack.Add(TorchStorage.Of(Pop()) ?? throw Broken("it refers to something that is not a storage of a tensor"));
                break;
            case 'R':
                var arguments = Pop<PickleTuple>("arguments");
                var name = Pop<TorchName>("a name");
                stack.Add(name.Apply(arguments) ?? throw Broken($"it gives {name} something else than expected"));
                break;
            case 'b':
                // The attributes of a dictionary, PyTorch's version numbers of the parts of a model, say nothing about its tensors.
                Pop();
                Peek<PickleDictionary>("a dictionary");
                break;
            default:
                throw Broken(FormattableString.Invariant(
                    $"operation 0x{opcode:x2} at byte {position - 1} is not one that a state dictionary needs"));
        }
    }

    TorchName Name()
    {
        var (module, name) = (Line(), Line());
        return TorchName.Of(module, name) ?? throw Broken($"it names '{module}.{name}', which no state dictionary needs");
    }

    string Line()
    {
        var rest = code.Span[position..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
            throw Broken("it ends in the middle of a name");
        position += end + 1;
        return Text(rest[..end]);
    }

    void Set(PickleDictionary dictionary, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw Broken("a dictionary has a key without a value");
        for (var index = 0; index < pairs.Length; index += 2)
        {
            if (pairs[index] is not (string or long))
                throw Broken("a dictionary has a key that is neither a text nor a number");
            dictionary[pairs[index]!] = pairs[index + 1];
        }
    }

    object? Recall(int index) => memo.TryGetValue(index, out var value)
        ? value
        : throw Broken($"it recalls value {index}, which it never kept");

    object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0)
            throw Broken("it closes a group that it never opened");
        var values = PopMany(stack.Count - mark - 1);
        Pop();
        return values;
    }

    object?[] PopMany(int count)
    {
        if (stack.Count < count)
            throw Broken("it takes more values than there are");
        object?[] values = [.. stack.GetRange(stack.Count - count, count)];
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    object? Pop() => PopMany(1)[0];

    T Pop<T>(string what)
        where T : class => Pop() as T ?? throw Broken($"it has something else where {what} should be");

    object? Peek() => stack.Count > 0 ? stack[^1] : throw Broken("it takes more values than there are");

    T Peek<T>(string what)
        where T : class => Peek() as T ?? throw Broken($"it has something else where {what} should be");

    byte Byte() => Bytes(1)[0];

    int Length() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > code.Length - position)
            throw Broken("it ends in the middle of a value");
        position += count;
        return code.Span.Slice(position - count, count);
    }

    long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
            throw Broken("it holds a number of more than 64 bits");
        var value = 0L;
        for (var index = bytes.Length - 1; index >= 0; index--)
            value = (value << 8) | bytes[index];
        var unused = 64 - 8 * bytes.Length;
        return bytes.IsEmpty ? 0 : value << unused >> unused;
    }

    string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{file}: its pickle holds a text that is not UTF-8.", exception);
        }
    }

    InvalidDataException Broken(string what) => new($"{file}: its pickle cannot be read: {what}.");
}

/// <summary>An immutable row of values.</summary>
sealed class PickleTuple(params object?[] values)
{
    public object?[] Values => values;

    /// <summary>The values as whole numbers, or null.</summary>
    public long[]? Numbers() => Array.TrueForAll(values, value => value is long) ? Array.ConvertAll(values, value => (long)value!) : null;
}

/// <summary>Values by text or number.</summary>
sealed class PickleDictionary : Dictionary<object, object?>;
