using GrpcRefresh.Server.Security;

namespace GrpcRefresh.FunctionalTests.Access;

/// <summary>Where a caller of the matrix may act. What it asks about is in project Operations of the Default site.</summary>
internal enum AccessPlace
{
    Everywhere,
    ItsSite,
    ItsProject,
    AnotherServer,
    AnotherSite,
    AnotherProject,
}

internal static class AccessPlaces
{
    public static bool IsInside(this AccessPlace place) => place <= AccessPlace.ItsProject;

    public static CallerScope Scope(this AccessPlace place) => place switch
    {
        AccessPlace.Everywhere => CallerScope.Everything,
        AccessPlace.ItsSite => new CallerScope([], [""], []),
        AccessPlace.ItsProject => new CallerScope(["default"], [""], [["Operations"]]),
        AccessPlace.AnotherServer => new CallerScope(["other"], [], []),
        AccessPlace.AnotherSite => new CallerScope([], ["marketing"], []),
        _ => new CallerScope([], [], [["Finance"], ["Marketing", "Operations"]]),
    };
}
