using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GrpcRefresh.Tests.Compat;

/// <summary>A compiled assembly, read without loading what it references.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly SignatureWriter _writer = new();
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private AssemblyFile(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    public static AssemblyFile Open(string name) => new(Assembly.Load(name).Location);

    public void Dispose() => _file.Dispose();

    /// <summary>The identities under which this assembly asks for others.</summary>
    public IEnumerable<AssemblyName> References() =>
        _metadata.AssemblyReferences.Select(handle => _metadata.GetAssemblyReference(handle).GetAssemblyName());

    /// <summary>Every type and member of another assembly that the code here needs.</summary>
    public IEnumerable<string> Needs(string assembly)
    {
        var types = _metadata.TypeReferences.Where(type => Home(type) == assembly).ToHashSet();
        var members = _metadata.MemberReferences
            .Select(_metadata.GetMemberReference)
            .Where(member => types.Contains(Parent(member)))
            .Select(member => $"{Name(Parent(member))}: {Signature(member)}");
        return types.Select(Name).Concat(members).Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>Every type and member here that code elsewhere may use.</summary>
    public IEnumerable<string> Offers() =>
        _metadata.TypeDefinitions.Where(IsVisible).SelectMany(type => Members(type).Prepend(Name(type)));

    private IEnumerable<string> Members(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var methods = type.GetMethods()
            .Select(_metadata.GetMethodDefinition)
            .Where(method => IsVisible(method.Attributes & MethodAttributes.MemberAccessMask))
            .Select(method => SignatureWriter.Method(_metadata.GetString(method.Name), method.DecodeSignature(_writer, null)));
        var fields = type.GetFields()
            .Select(_metadata.GetFieldDefinition)
            .Where(field => IsVisible((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask)))
            .Select(field => $"{field.DecodeSignature(_writer, null)} {_metadata.GetString(field.Name)}");
        return methods.Concat(fields).Select(member => $"{Name(handle)}: {member}");
    }

    private static bool IsVisible(MethodAttributes access) =>
        access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private bool IsVisible(TypeDefinitionHandle handle) =>
        (_metadata.GetTypeDefinition(handle).Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(_metadata.GetTypeDefinition(handle).GetDeclaringType()),
            _ => false,
        };

    private string Signature(MemberReference member)
    {
        var name = _metadata.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Field
            ? $"{member.DecodeFieldSignature(_writer, null)} {name}"
            : SignatureWriter.Method(name, member.DecodeMethodSignature(_writer, null));
    }

    private string Name(TypeDefinitionHandle type) => _writer.GetTypeFromDefinition(_metadata, type, 0);

    private string Name(TypeReferenceHandle type) => _writer.GetTypeFromReference(_metadata, type, 0);

    private string? Home(TypeReferenceHandle type)
    {
        var scope = _metadata.GetTypeReference(type).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => Home((TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => null,
        };
    }

    private TypeReferenceHandle Parent(MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)member.Parent,
        HandleKind.TypeSpecification => GenericType((TypeSpecificationHandle)member.Parent),
        _ => default,
    };

    private TypeReferenceHandle GenericType(TypeSpecificationHandle handle)
    {
        var signature = _metadata.GetBlobReader(_metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        signature.ReadSignatureTypeCode();
        var type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : default;
    }
}
