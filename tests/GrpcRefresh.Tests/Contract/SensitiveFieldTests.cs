using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcRefresh.Server.Rpc.Redaction;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Contract;

/// <summary>Which fields of the contract hold secrets is told by an option, and whatever shows a message goes by it.</summary>
public sealed class SensitiveFieldTests
{
    private const string Needle = "hunter2";

    private static readonly string[] Suspicious = ["secret", "password", "token", "key", "credential"];

    /// <summary>They sound like secrets and are none.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "grpcrefresh.v1.Connection.embed_password",
        "grpcrefresh.v1.RotationStep.changes_embed_password",
        "grpcrefresh.v1.Credential.secret_ref",
        "grpcrefresh.v1.Credential.snowflake_token",
        "grpcrefresh.v1.SnowflakeToken.old_token",
        "grpcrefresh.v1.SnowflakeToken.keep_old_token",
        "grpcrefresh.v1.TokenUse.token_name",
        "grpcrefresh.v1.RotationToken.token_name",
        "grpcrefresh.v1.RotationToken.old_token_name",
        "grpcrefresh.v1.RotationPlan.token_uses",
        "grpcrefresh.v1.RotationSummary.tokens",
        "grpcrefresh.v1.RotateConnectionCredentialsRequest.old_secret",
        "grpcrefresh.v1.RotationSummary.old_secret",
        "grpcrefresh.v1.RotateConnectionCredentialsRequest.credential",
        "grpcrefresh.v1.RotateConnectionCredentialsRequest.credentials_by_user",
        "grpcrefresh.v1.ListConnectionsRequest.page_token",
        "grpcrefresh.v1.ListConnectionsResponse.next_page_token",
        "grpcrefresh.v1.ListJobsRequest.page_token",
        "grpcrefresh.v1.ListJobsResponse.next_page_token",
        "grpcrefresh.v1.ListResourcesRequest.page_token",
        "grpcrefresh.v1.ListResourcesResponse.next_page_token",
        "grpcrefresh.v1.ListRotationStepsRequest.page_token",
        "grpcrefresh.v1.ListRotationStepsResponse.next_page_token",
        "grpcrefresh.v1.WatchJobRequest.resume_token",
        "grpcrefresh.v1.WatchJobResponse.resume_token",
        "grpcrefresh.v1.WatchJobsRequest.resume_token",
        "grpcrefresh.v1.WatchJobsResponse.resume_token",
        // Names of tokens, and orders for them; the token itself has no field anywhere.
        "grpcrefresh.v1.Credential.snowflake_token",
        "grpcrefresh.v1.RotationPlan.token_uses",
        "grpcrefresh.v1.RotationSummary.tokens",
        "grpcrefresh.v1.RotationToken.old_token_name",
        "grpcrefresh.v1.RotationToken.token_name",
        "grpcrefresh.v1.SnowflakeToken.keep_old_token",
        "grpcrefresh.v1.SnowflakeToken.old_token",
        "grpcrefresh.v1.TokenUse.token_name",
    ];

    private static readonly List<FileDescriptor> Files =
    [
        .. typeof(Job).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>(),
    ];

    private static readonly List<MessageDescriptor> Messages =
        [.. Files.Where(file => file.Package == "grpcrefresh.v1").SelectMany(file => file.MessageTypes).SelectMany(WithNested).Where(type => type.GetOptions()?.MapEntry != true)];

    private static IEnumerable<FieldDescriptor> Fields => Messages.SelectMany(type => type.Fields.InDeclarationOrder());

    public static TheoryData<string> Requests => [.. Methods.Select(method => method.InputType.Name).Distinct()];

    private static IEnumerable<MethodDescriptor> Methods => Files.SelectMany(file => file.Services).SelectMany(service => service.Methods);

    [Fact]
    public void A_field_that_sounds_like_a_secret_is_marked_or_known_to_be_none()
    {
        var doubtful = Fields.Where(field => Suspicious.Any(word => field.Name.Contains(word, StringComparison.Ordinal)));

        Assert.Equal(Harmless.Order(), doubtful.Where(field => !MessageRedactor.IsSensitive(field)).Select(field => field.FullName).Order());
    }

    [Fact]
    public void The_marked_fields_are_these() => Assert.Equal(
        ["grpcrefresh.v1.InlineCredential.previous_secret", "grpcrefresh.v1.InlineCredential.secret"],
        Fields.Where(MessageRedactor.IsSensitive).Select(field => field.FullName).Order());

    [Fact]
    public void No_answer_can_hold_a_secret_so_that_clients_may_print_it() => Assert.Empty(
        from method in Methods
        from type in Reachable(method.OutputType)
        from field in type.Fields.InDeclarationOrder()
        where MessageRedactor.IsSensitive(field)
        select $"{method.FullName} answers {field.FullName}");

    [Theory]
    [MemberData(nameof(Requests))]
    public void Wherever_a_request_holds_a_secret_it_is_masked(string name)
    {
        var type = Methods.Select(method => method.InputType).First(type => type.Name == name);
        foreach (var filled in Fill(type, []))
        {
            Assert.Contains(Needle, filled.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Needle, MessageRedactor.ToText(filled), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Requests_that_hold_secrets_were_found_where_they_are_known_to_be() =>
        Assert.Equal(4, Fill(RotateConnectionCredentialsRequest.Descriptor, []).Count());

    /// <summary>A message for each path on which a sensitive field can be reached, with the secret there.</summary>
    private static IEnumerable<IMessage> Fill(MessageDescriptor type, MessageDescriptor[] above)
    {
        if (above.Contains(type))
        {
            yield break;
        }

        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var values = MessageRedactor.IsSensitive(field) ? [Needle]
                : field.IsMap ? Below(field.MessageType.FindFieldByNumber(2))
                : Below(field);
            foreach (var value in values)
            {
                yield return With(type, field, value);
            }
        }

        IEnumerable<object> Below(FieldDescriptor field) => field.FieldType == FieldType.Message ? Fill(field.MessageType, [.. above, type]) : [];
    }

    private static IMessage With(MessageDescriptor type, FieldDescriptor field, object value)
    {
        var message = type.Parser.ParseFrom([]);
        switch (field.Accessor.GetValue(message))
        {
            case System.Collections.IDictionary map:
                map.Add("a", value);
                break;
            case System.Collections.IList list:
                list.Add(value);
                break;
            default:
                field.Accessor.SetValue(message, value);
                break;
        }

        return message;
    }

    private static HashSet<MessageDescriptor> Reachable(MessageDescriptor type)
    {
        HashSet<MessageDescriptor> seen = [];
        Visit(type);
        return seen;

        void Visit(MessageDescriptor next)
        {
            if (seen.Add(next))
            {
                next.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message).ToList().ForEach(field => Visit(field.MessageType));
            }
        }
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
