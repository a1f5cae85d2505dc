using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>A call that the matrix makes of a method.</summary>
/// <param name="Call">Makes it; ends when its first answer is there.</param>
/// <param name="Outside">What it is refused with when it leads outside of the caller's scope; null when it is answered without what lies there.</param>
internal sealed record AccessSample(Func<AccessWorld, CallOptions, Task> Call, ErrorReason? Outside)
{
    /// <summary>What it is refused with when its site itself lies outside, if that is something else.</summary>
    public ErrorReason? OutsideSite { get; init; } = Outside;

    /// <summary>The least role for what it asks, if that is more than for the method.</summary>
    public Role Needs { get; init; }

    /// <summary>What it is refused with even inside, because this world has no Snowflake.</summary>
    public ErrorReason? Inside { get; init; }

    /// <summary>It is about whole sites, which a caller of some projects may not see.</summary>
    public bool NeedsWholeSites { get; init; }

    /// <summary>It asks about a rotation, which a caller of some projects only sees if it asked for it itself.</summary>
    public bool AsksAboutRotation { get; init; }
}
