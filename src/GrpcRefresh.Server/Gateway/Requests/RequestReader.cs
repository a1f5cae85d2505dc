using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.Server.Rpc.Requests;

namespace GrpcRefresh.Server.Gateway.Requests;

/// <summary>Makes the request message of one route out of path, query and body.</summary>
internal sealed class RequestReader
{
    private readonly MessageDescriptor _type;
    private readonly HttpBinding _binding;
    private readonly FieldDescriptor? _bodyField;

    /// <exception cref="NotSupportedException">The annotation names what the request does not have, or what cannot be done.</exception>
    public RequestReader(MessageDescriptor type, HttpBinding binding)
    {
        (_type, _binding) = (type, binding);
        if (TakesBody && binding.Body != HttpBinding.Everything)
        {
            _bodyField = type.FindFieldByName(binding.Body) is { FieldType: FieldType.Message, IsRepeated: false } field
                ? field
                : throw new NotSupportedException($"{type.FullName} has no message field {binding.Body} for a body.");
        }

        foreach (var variable in binding.Path.Variables)
        {
            if (FieldNames.FindBelow(type, variable.Field) is not { FieldType: FieldType.String, IsRepeated: false })
            {
                throw new NotSupportedException($"{binding.Path.Text} names {variable.Field}, which is no string field of {type.FullName}.");
            }
        }
    }

    public bool TakesBody => _binding.Body.Length > 0;

    /// <param name="body">Empty without one.</param>
    /// <exception cref="RefusedException">INVALID_REQUEST: something is no part of the request, or not what it should be.</exception>
    public IMessage Read(RawPath path, string query, string body)
    {
        var request = ReadParameters(path, query);
        if (body.Length > 0 && _bodyField is null)
        {
            return ReadWhole(body, request);
        }

        if (body.Length > 0)
        {
            _bodyField!.Accessor.SetValue(request, ReadJson(body, _bodyField.MessageType));
        }

        return request;
    }

    private IMessage ReadParameters(RawPath path, string query)
    {
        var tree = new ParameterTree(_type);
        foreach (var variable in _binding.Path.Variables)
        {
            tree.AddFromPath(variable.Field, variable.ValueIn(path));
        }

        FieldErrors.Check<object?>(errors =>
        {
            foreach (var (name, value) in QueryString.Read(query, errors))
            {
                if ((_binding.Body == HttpBinding.Everything ? "is in the query; this method takes its fields in the body" : tree.Add(name, value)) is { } problem)
                {
                    errors.Add(RequestMistakes.Shown(name), problem);
                }
            }

            return null;
        });
        return ReadJson(tree.Json.ToJsonString(), _type);
    }

    /// <summary>A body that is the whole request. What the path says it may repeat, and not contradict.</summary>
    private IMessage ReadWhole(string body, IMessage fromPath)
    {
        var request = ReadJson(body, _type);
        foreach (var variable in _binding.Path.Variables)
        {
            if (TextIn(request, variable.Field) is { Length: > 0 } inBody && inBody != TextIn(fromPath, variable.Field))
            {
                throw RefusedException.InvalidField(variable.Field, "stands in the path with another value; leave it out of the body");
            }
        }

        request.MergeFrom(fromPath.ToByteString());
        return request;
    }

    private static string? TextIn(IMessage message, string field)
    {
        object? value = message;
        foreach (var name in field.Split('.'))
        {
            value = value is IMessage inner ? inner.Descriptor.FindFieldByName(name).Accessor.GetValue(inner) : null;
        }

        return value as string;
    }

    private static IMessage ReadJson(string json, MessageDescriptor type) => ContractJson.TryRead(json, type) ?? throw RequestMistakes.In(json, type);
}
