using System.Globalization;
using System.Text.Json.Nodes;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>An ended job as a row of the log, in JSON: what is not there is NULL.</summary>
internal static class OutcomeRow
{
    /// <summary>The format of times that <see cref="OutcomeStatement"/> tells Snowflake, because how it reads them otherwise is an account's setting.</summary>
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";

    public static JsonObject Of(JobRecord job)
    {
        var row = new JsonObject
        {
            ["JOB_ID"] = job.JobId,
            ["KIND"] = Words.Of(job.Kind),
            ["STATE"] = Words.Of(job.State),
            ["CREATE_TIME"] = Text(job.CreateTime),
            ["END_TIME"] = Text(job.EndTime ?? job.UpdateTime),
            ["REQUESTED_BY"] = job.RequestedBy,
            ["ATTEMPT"] = job.Attempt,
        };
        Add(row, "START_TIME", job.StartTime is { } start ? Text(start) : null);
        Add(row, "ERROR_REASON", job.Error is { } error ? Words.Of(error.Reason) : null);
        Add(row, "ERROR_MESSAGE", job.Error?.Message);
        Add(row, "TABLEAU_JOB_ID", job.TableauJobId);
        AddContent(row, job);
        AddBehalf(row, job.OnBehalfOf);
        AddVariants(row, job);
        return row;
    }

    // A rotation is about no content, and about a site only if it is the only one.
    private static void AddContent(JsonObject row, JobRecord job)
    {
        if (job.TouchedSites is [var site])
        {
            row["SERVER"] = site.Server;
            row["SITE_ID"] = site.ContentUrl;
        }

        if (job.Kind == JobKind.Rotation)
        {
            return;
        }

        // The words of the table of names, with which it may be joined.
        row["RESOURCE_TYPE"] = Words.Of(job.Item.Type).ToLowerInvariant();
        row["RESOURCE_ID"] = job.Item.Luid;
        row["RESOURCE_NAME"] = job.Item.Name;
        row["PROJECT_PATH"] = ProjectPathText.Write(job.Item.ProjectPath);
        row["REFRESH_MODE"] = Words.Of(job.Mode);
    }

    private static void AddBehalf(JsonObject row, OnBehalf? who)
    {
        Add(row, "ON_BEHALF_OF_USER", who?.User);
        Add(row, "ON_BEHALF_OF_ROLE", who?.Role);
        Add(row, "ON_BEHALF_OF_TASK", who?.Task);
        Add(row, "ON_BEHALF_OF_QUERY_ID", who?.QueryId);
    }

    private static void AddVariants(JsonObject row, JobRecord job)
    {
        if (job.Notes.Count > 0)
        {
            row["TABLEAU_NOTES"] = new JsonArray([.. job.Notes.Select(note => JsonValue.Create(note))]);
        }

        if (job.Labels.Count > 0)
        {
            row["LABELS"] = new JsonObject(job.Labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value)));
        }
    }

    private static void Add(JsonObject row, string column, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            row[column] = text;
        }
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture);
}
