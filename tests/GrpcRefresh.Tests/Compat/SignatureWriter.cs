using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace GrpcRefresh.Tests.Compat;

/// <summary>Writes the types in signatures so that a reference and its definition read the same.</summary>
internal sealed class SignatureWriter : ISignatureTypeProvider<string, object?>
{
    private const byte ValueType = 0x11;

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        var name = reader.GetString(type.Name);
        return Kind(rawTypeKind) + (outer.IsNil
            ? Qualified(reader.GetString(type.Namespace), name)
            : $"{GetTypeFromDefinition(reader, outer, 0)}+{name}");
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return Kind(rawTypeKind) + (type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
            : Qualified(reader.GetString(type.Namespace), name));
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} modified by {modifier}";

    public string GetFunctionPointerType(MethodSignature<string> signature) => Method("*", signature);

    public static string Method(string name, MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} {name}`{signature.GenericParameterCount}"
        + $"({string.Join(", ", signature.ParameterTypes)})";

    private static string Kind(byte rawTypeKind) => rawTypeKind == ValueType ? "struct " : "";

    private static string Qualified(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
