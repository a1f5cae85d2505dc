using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>Writes a request message as the HTTP request that its method's annotation asks for; written apart from the gateway's own reading of it.</summary>
internal static partial class HttpRequests
{
    public static HttpRequestMessage Of(MethodDescriptor method, IMessage request)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var template = rule.PatternCase == HttpRule.PatternOneofCase.Get ? rule.Get : rule.Post;
        var inPath = new HashSet<string>();
        var path = Variable().Replace(template, variable =>
        {
            inPath.Add(variable.Groups[1].Value);
            return Uri.EscapeDataString(Value(request, variable.Groups[1].Value).ToString()!);
        });
        if (rule.Body == "*")
        {
            return new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json") };
        }

        var query = string.Join('&', Parameters(request, "").Where(parameter => !inPath.Contains(parameter.Name))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
        return new HttpRequestMessage(HttpMethod.Get, query.Length > 0 ? $"{path}?{query}" : path);
    }

    private static object Value(IMessage message, string field) => message.Descriptor.FindFieldByName(field).Accessor.GetValue(message);

    private static IEnumerable<(string Name, string Value)> Parameters(IMessage message, string prefix)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var (name, value) = ($"{prefix}{field.Name}", field.Accessor.GetValue(message));
            var parameters = value switch
            {
                System.Collections.IDictionary map => map.Keys.Cast<object>().Select(key => ($"{name}[{key}]", Text(map[key]!))),
                System.Collections.IList list => list.Cast<object>().Select(one => (name, Text(one, field))),
                IMessage inner when inner.Descriptor.File.Package == "google.protobuf" => [(name, JsonFormatter.ToDiagnosticString(inner).Trim('"'))],
                IMessage inner => Parameters(inner, $"{name}."),
                null => [],
                _ when IsGiven(message, field, value) => [(name, Text(value, field))],
                _ => [],
            };
            foreach (var parameter in parameters)
            {
                yield return parameter;
            }
        }
    }

    private static bool IsGiven(IMessage message, FieldDescriptor field, object value) => field.HasPresence ? field.Accessor.HasValue(message) : !IsDefault(value);

    private static bool IsDefault(object value) => value is "" or 0 or 0L or false || (value is Enum && Convert.ToInt32(value, null) == 0);

    private static string Text(object value, FieldDescriptor? field = null) => value switch
    {
        true => "true",
        false => "false",
        Enum => field!.EnumType.FindValueByNumber(Convert.ToInt32(value, null))?.Name ?? $"{Convert.ToInt32(value, null)}",
        _ => $"{value}",
    };

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Variable();
}
