using Google.Api;
using Google.Protobuf.Reflection;

namespace GrpcRefresh.Server.Gateway.Routing;

/// <summary>How one method is called over HTTP, as its annotation says.</summary>
/// <param name="Body">The field that the body fills; <c>*</c> for the whole request, empty for no body.</param>
internal sealed record HttpBinding(string Verb, PathTemplate Path, string Body)
{
    public const string Everything = "*";

    /// <exception cref="NotSupportedException">The method has no annotation, or one that asks for what the gateway does not do.</exception>
    public static IEnumerable<HttpBinding> AllOf(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
            ?? throw new NotSupportedException($"{method.FullName} has no google.api.http annotation.");
        return rule.AdditionalBindings.Prepend(rule).Select(one => Of(one, method));
    }

    private static HttpBinding Of(HttpRule rule, MethodDescriptor method)
    {
        if (rule.ResponseBody.Length > 0)
        {
            throw new NotSupportedException($"{method.FullName} has a response_body, which the gateway does not do.");
        }

        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
            _ => throw new NotSupportedException($"{method.FullName} has an annotation without a path."),
        };
        return new HttpBinding(verb, PathTemplate.Parse(path), rule.Body);
    }
}
