using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Which jobs there are for a caller. <see cref="JobSearch"/> says the same in SQL.</summary>
internal static class JobSight
{
    /// <summary>
    /// A refresh is seen by those whose scope has its content. A rotation touches many: it is seen by those who may see all of its sites, and by the one who
    /// asked for it, from whom only connections of its own scope were taken.
    /// </summary>
    public static bool Sees(this Caller caller, JobRecord job) => job.Kind == JobKind.Rotation
        ? caller.Name == job.RequestedBy || job.Sites.All(caller.Scope.CoversAllOf)
        : caller.Scope.Covers(job.Item.Site, job.Item.ProjectPath);
}
