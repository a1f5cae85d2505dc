using System.Reflection;
using System.Reflection.Emit;

namespace GrpcRefresh.Tests.Conventions;

/// <summary>The types that a type touches: in its bases, in its members and in their code.</summary>
internal static class TypeReferences
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Operations = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(operation => operation.Value);

    public static IEnumerable<Type> Of(Type type) => Bases(type).Concat(type.GetMembers(All).SelectMany(OfMember)).SelectMany(Flatten).Distinct();

    private static IEnumerable<Type?> Bases(Type type) => [type.BaseType, .. type.GetInterfaces()];

    private static IEnumerable<Type?> OfMember(MemberInfo member) => member switch
    {
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodBase method => [.. OfSignature(method), .. OfBody(method)],
        _ => [],
    };

    private static IEnumerable<Type?> OfSignature(MethodBase method) =>
    [
        method.DeclaringType,
        (method as MethodInfo)?.ReturnType,
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.IsGenericMethod ? method.GetGenericArguments() : [],
    ];

    private static IEnumerable<Type?> OfBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType),
            .. Tokens(body.GetILAsByteArray()!).SelectMany(token => method.Module.ResolveMember(token, typeArguments, methodArguments) switch
            {
                Type named => [named],
                FieldInfo field => [field.DeclaringType, field.FieldType],
                MethodBase called => OfSignature(called),
                _ => [],
            }),
        ];
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var operation = Operations[value];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>The type itself, and what it is made of: List&lt;Job[]&gt; is a List and a Job.</summary>
    private static IEnumerable<Type> Flatten(Type? type) => type switch
    {
        null => [],
        { HasElementType: true } => Flatten(type.GetElementType()),
        { IsGenericParameter: true } => type.GetGenericParameterConstraints().SelectMany(Flatten),
        { IsGenericType: true } => [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Flatten)],
        _ => [type],
    };
}
