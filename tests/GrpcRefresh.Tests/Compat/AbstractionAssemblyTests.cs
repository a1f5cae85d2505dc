using System.Reflection;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

/// <summary>The assemblies under the official runtimes hold whatever those, and generated code, were compiled against.</summary>
public sealed class AbstractionAssemblyTests
{
    public static TheoryData<string> Runtimes => ["Grpc.AspNetCore.Server", "Grpc.Net.Client"];

    public static TheoryData<string> Assemblies => ["Grpc.Core.Api", "Grpc.Net.Common", "Grpc.AspNetCore.Server", "Grpc.Net.Client"];

    public static TheoryData<string, string> Pairs => new()
    {
        { "Grpc.AspNetCore.Server", "Grpc.Core.Api" },
        { "Grpc.AspNetCore.Server", "Grpc.Net.Common" },
        { "Grpc.Net.Client", "Grpc.Core.Api" },
        { "Grpc.Net.Client", "Grpc.Net.Common" },
        { "GrpcRefresh.Tests", "Grpc.Core.Api" },
        { "GrpcRefresh.Tests", "Grpc.Net.Common" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_type_and_member_needed_is_offered_with_the_same_signature(string dependent, string abstraction)
    {
        using var needing = AssemblyFile.Open(dependent);
        using var offering = AssemblyFile.Open(abstraction);

        var needs = needing.Needs(abstraction).ToList();

        Assert.NotEmpty(needs);
        Assert.True(needs.ToHashSet().IsSubsetOf(offering.Offers()), $"Missing:\n{string.Join('\n', needs.Except(offering.Offers()))}");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_identity_asked_for_is_the_identity_found(string dependent, string abstraction)
    {
        using var needing = AssemblyFile.Open(dependent);
        var asked = needing.References().Single(reference => reference.Name == abstraction);
        var found = Assembly.Load(abstraction).GetName();

        Assert.Equal(asked.Version, found.Version);
        Assert.Equal(asked.GetPublicKeyToken(), found.GetPublicKeyToken());
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_loads(string assembly) => Assert.NotEmpty(Assembly.Load(assembly).GetTypes());

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Every_override_has_a_base_slot(string runtime)
    {
        const BindingFlags Declared =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var overrides = Assembly.Load(runtime).GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot))
            .ToList();

        Assert.NotEmpty(overrides);
        Assert.DoesNotContain(overrides, method => method.GetBaseDefinition().DeclaringType == method.DeclaringType);
    }
}
