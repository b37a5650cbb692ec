using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace LiquidNet.Tests.Architecture;

/// <summary>Reads from the compiled code which types a type makes use of, however its source names them.</summary>
static class TypeReferences
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<int, OpCode> Instructions = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>The types in the signatures and the bodies of a type, taken apart into their generic definitions and arguments.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        var methods = type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).ToArray();
        Type?[] shape = [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType)];
        return shape.Concat(methods.SelectMany(Signature)).Concat(methods.SelectMany(Body)).SelectMany(Parts).Distinct();
    }

    static IEnumerable<Type?> Signature(MethodBase method) =>
        [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)];

    static IEnumerable<Type?> Body(MethodBase method)
    {
        var body = method.GetMethodBody();
        return body is null
            ? []
            : body.LocalVariables.Select(local => (Type?)local.LocalType)
                .Concat(Tokens(body.GetILAsByteArray()!).SelectMany(token => Member(method, token)));
    }

    static IEnumerable<Type?> Member(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return method.Module.ResolveMember(token, typeArguments, methodArguments) switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType, .. called.GetGenericArguments()],
            { } member => [member.DeclaringType],
            null => [],
        };
    }

    static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (0xFE << 8) | code[at + 1] : code[at];
            var instruction = Instructions[value];
            at += instruction.Size;
            if (NamesMember(instruction.OperandType))
                yield return BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
            at += OperandSize(instruction.OperandType, code.AsSpan(at));
        }
    }

    static bool NamesMember(OperandType operand) =>
        operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType;

    static int OperandSize(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };

    static IEnumerable<Type> Parts(Type? type) =>
        type switch
        {
            null => [],
            { HasElementType: true } => Parts(type.GetElementType()),
            { IsGenericParameter: true } => [],
            { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
            _ => [type],
        };
}
