using System.Reflection;
using System.Runtime.CompilerServices;

namespace LiquidNet.Tests;

/// <summary>
/// The bytes that an object holds, counted from field to field: unlike the heap of the process, they are the same whatever else it runs.
/// </summary>
static class ReachableMemory
{
    const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>What a header and the pointer to the type take of an object.</summary>
    const int ObjectBytes = 16;

    /// <summary>What an object and all that it refers to take, without padding.</summary>
    public static long BytesOf(object root)
    {
        var (bytes, layouts) = (0L, new Dictionary<Type, Layout>());
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>();
        Visit(root);
        while (open.TryPop(out var found))
        {
            if (found is Array array)
            {
                var element = array.GetType().GetElementType()!;
                bytes += ObjectBytes + array.LongLength * RuntimeHelpers.SizeOf(element.TypeHandle);
                if (RefersFrom(element))
                {
                    foreach (var item in array)
                        VisitField(item, element);
                }
            }
            else
            {
                bytes += ObjectBytes + LayoutOf(found.GetType()).Bytes;
                VisitFieldsOf(found);
            }
        }

        return bytes;

        void Visit(object? found)
        {
            if (found is not (null or Pointer or MemberInfo) && seen.Add(found))
                open.Push(found);
        }

        void VisitField(object? value, Type type)
        {
            if (!type.IsValueType)
                Visit(value);
            else if (value is not null)
                VisitFieldsOf(value);
        }

        void VisitFieldsOf(object holder)
        {
            foreach (var field in LayoutOf(holder.GetType()).References)
                VisitField(field.GetValue(holder), field.FieldType);
        }

        bool RefersFrom(Type type) => !type.IsValueType || LayoutOf(type).References.Length > 0;

        Layout LayoutOf(Type type)
        {
            if (layouts.TryGetValue(type, out var known))
                return known;
            layouts[type] = new(0, []);
            var fields = type.IsPrimitive || type.IsPointer ? [] : FieldsOf(type);
            return layouts[type] = new(
                fields.Sum(field => (long)RuntimeHelpers.SizeOf(field.FieldType.TypeHandle)),
                [.. fields.Where(field => !field.FieldType.IsPointer && RefersFrom(field.FieldType))]);
        }
    }

    static List<FieldInfo> FieldsOf(Type? type)
    {
        var fields = new List<FieldInfo>();
        for (; type is not null; type = type.BaseType)
            fields.AddRange(type.GetFields(Fields));
        return fields;
    }

    sealed record Layout(long Bytes, FieldInfo[] References);
}
