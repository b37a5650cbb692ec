using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LiquidNet.Import.Torch;

/// <summary>Writes a state dictionary as the program that <c>torch.save</c> writes for it: protocol 2, the same operations.</summary>
/// <remarks>Like Python's pickler it keeps every value under a running number and recalls what comes again.</remarks>
sealed class StatePickle
{
    readonly ArrayBufferWriter<byte> code = new();
    readonly Dictionary<string, int> kept = new(StringComparer.Ordinal);
    int count;

    StatePickle()
    {
    }

    /// <summary>The program; the elements of tensor i are those of storage i.</summary>
    public static byte[] Of(IReadOnlyList<StateTensor> tensors)
    {
        var pickle = new StatePickle();
        pickle.Write(0x80, 2);
        pickle.Dictionary();
        pickle.Keep();
        pickle.Write('(');
        for (var index = 0; index < tensors.Count; index++)
            pickle.Tensor(tensors[index], FormattableString.Invariant($"{index}"));
        pickle.Write('u', '.');
        return pickle.code.WrittenSpan.ToArray();
    }

    void Tensor(StateTensor tensor, string storage)
    {
        Text(tensor.Key);
        Name("torch._utils", "_rebuild_tensor_v2");
        Write('(', '(');
        Constant("storage");
        Name("torch", "FloatStorage");
        Text(storage);
        Constant("cpu");
        Number(tensor.Values.Length);
        Write('t');
        Keep();
        Write('Q');
        Number(0);
        Tuple(tensor.Shape);
        Tuple(StridesOf(tensor.Shape));
        Write(0x89);
        Dictionary();
        Keep();
        Write('t');
        Keep();
        Write('R');
        Keep();
    }

    void Dictionary()
    {
        Name("collections", "OrderedDict");
        Write(')', 'R');
    }

    void Name(string module, string name)
    {
        if (Recall(name))
            return;
        Write('c');
        code.Write(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
        Keep(name);
    }

    void Constant(string text)
    {
        if (Recall(text))
            return;
        WriteText(text);
        Keep(text);
    }

    void Text(string text)
    {
        WriteText(text);
        Keep();
    }

    /// <summary>A tuple of one to three numbers.</summary>
    void Tuple(long[] numbers)
    {
        foreach (var number in numbers)
            Number((int)number);
        Write(0x84 + numbers.Length);
        Keep();
    }

    void Number(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        var (operation, length) = number switch
        {
            <= byte.MaxValue => ('K', 1),
            <= ushort.MaxValue => ('M', 2),
            _ => ('J', 4),
        };
        Write(operation);
        code.Write(bytes[..length]);
    }

    void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write('X');
        WriteIndex(bytes.Length);
        code.Write(bytes);
    }

    void Keep(string? name = null)
    {
        if (name is not null)
            kept.Add(name, count);
        Refer('q', 'r', count++);
    }

    bool Recall(string name)
    {
        if (!kept.TryGetValue(name, out var index))
            return false;
        Refer('h', 'j', index);
        return true;
    }

    void Refer(char shortForm, char longForm, int index)
    {
        if (index <= byte.MaxValue)
        {
            Write(shortForm, index);
            return;
        }

        Write(longForm);
        WriteIndex(index);
    }

    void WriteIndex(int index)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, index);
        code.Write(bytes);
    }

    void Write(params ReadOnlySpan<int> bytes)
    {
        foreach (var value in bytes)
            code.Write([(byte)value]);
    }

    static long[] StridesOf(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            strides[dimension] = stride;
            stride *= shape[dimension];
        }

        return strides;
    }
}
