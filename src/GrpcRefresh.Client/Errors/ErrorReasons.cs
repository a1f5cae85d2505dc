using Google.Protobuf.Reflection;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>Reasons by the names they travel under.</summary>
internal static class ErrorReasons
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly EnumDescriptor Names = ErrorReasonReflection.Descriptor.EnumTypes.Single();

    public static ErrorReason Parse(string name) => (ErrorReason)(Names.FindValueByName(Prefix + name)?.Number ?? 0);
}
