using Google.Protobuf.Collections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Requests;

/// <summary>Reads the filter that ListJobs and WatchJobs share.</summary>
internal static class JobFilterFields
{
    private const int MostChoices = 16;
    private const int MostSites = 100;

    public static JobQuery Read(JobFilter? filter, FieldErrors errors) => filter is null
        ? JobQuery.Everything
        : new JobQuery
        {
            States = ReadChoices(filter.States, "filter.states", errors),
            Kinds = ReadChoices(filter.Kinds, "filter.kinds", errors),
            Sites = ReadSites(filter.Sites, errors),
            Resource = filter.Resource is null ? null : ReadResource(filter.Resource, errors),
            Labels = LabelFields.Read(filter.Labels, "filter.labels", errors),
            CreatedAfter = TimeFields.ReadTime(filter.CreatedAfter, "filter.created_after", errors),
        };

    private static T[] ReadChoices<T>(RepeatedField<T> values, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (values.Count > MostChoices)
        {
            errors.Add(field, $"has {values.Count} values; at most {MostChoices} are allowed");
            return [];
        }

        return [.. values.Select((value, i) => EnumFields.ReadRequired(value, $"{field}[{i}]", errors)).Distinct()];
    }

    private static string[] ReadSites(RepeatedField<string> values, FieldErrors errors)
    {
        if (values.Count > MostSites)
        {
            errors.Add("filter.sites", $"has {values.Count} values; at most {MostSites} are allowed");
            return [];
        }

        return [.. values.Select((value, i) => ResourceFields.ReadSite(value, $"filter.sites[{i}]", errors)).Distinct()];
    }

    private static Lane? ReadResource(ResourceRef value, FieldErrors errors)
    {
        if (!value.HasLuid)
        {
            errors.Add("filter.resource", "must name the content by luid; ResolveResource tells it");
            return null;
        }

        var reference = ResourceFields.Read(value, "filter.resource", errors);
        return reference?.Luid is { } luid ? new Lane(new SiteKey(reference.Server, reference.Site), reference.Type, luid) : null;
    }
}
