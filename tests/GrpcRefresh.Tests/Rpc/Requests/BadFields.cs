using GrpcRefresh.Server;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

/// <summary>What a reader finds wrong with a request.</summary>
internal static class BadFields
{
    public static IReadOnlyList<string> Of(Func<object?> read)
    {
        try
        {
            read();
            return [];
        }
        catch (RefusedException refused)
        {
            Assert.Equal(ErrorReason.InvalidRequest, refused.Failure.Reason);
            Assert.All(refused.Failure.Fields, bad => Assert.NotEmpty(bad.Description));
            return [.. refused.Failure.Fields.Select(bad => bad.Field)];
        }
    }
}
