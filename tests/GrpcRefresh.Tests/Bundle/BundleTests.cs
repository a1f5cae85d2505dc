using System.Text.RegularExpressions;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Bundle.Sql;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>What has to hold between the files under <c>snowflake/</c>, and no parser of single statements sees.</summary>
public sealed partial class BundleTests
{
    private const string Teardown = "99_teardown.sql";

    private static readonly SnowflakeBundle Files = new(Checkout.Root);
    private static readonly IReadOnlyList<BundleStatement> Statements = BundleStatements.Of(Files);
    private static readonly IReadOnlyList<BundleStatement> Creations = [.. Statements.Where(statement => statement.Creates is not null)];
    private static readonly IReadOnlyList<BundleStatement> Drops = [.. Statements.Where(statement => statement.Drops is not null)];

    [Fact]
    public void The_objects_are_those_that_the_pages_speak_of() =>
        Assert.Equal(
            ["ALERT 1", "DATABASE 1", "INTEGRATION 1", "NETWORK POLICY 1", "NETWORK RULE 2", "PROCEDURE 6", "ROLE 4", "SCHEMA 3", "SECRET 2", "STREAM 2", "TABLE 6", "TASK 5", "USER 1", "VIEW 2", "WAREHOUSE 1"],
            Creations.GroupBy(creation => creation.Creates!.Kind).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_variable_is_declared_and_used()
    {
        var used = Files.Sources.Values.SelectMany(source => SnowflakeBundle.Variable().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Equal(Files.Variables.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_in_a_file_is_eaten_by_the_templating_of_Snowflakes_tool() =>
        Assert.Empty(Files.Sources.Where(file => Ampersand().IsMatch(file.Value) || file.Value.Contains("{{", StringComparison.Ordinal)).Select(file => file.Key));

    [Fact]
    public void Every_file_ends_with_a_statement_and_begins_by_saying_what_it_is() =>
        Assert.All(Files.Sources, file =>
        {
            Assert.StartsWith("-- ", file.Value, StringComparison.Ordinal);
            Assert.EndsWith(";\n", file.Value, StringComparison.Ordinal);
            Assert.DoesNotMatch("--[^\n]*$", file.Value.TrimEnd());
        });

    [Fact]
    public void Every_file_names_its_role_first() =>
        Assert.All(Statements.GroupBy(statement => statement.File), file => Assert.StartsWith("USE ROLE ", file.First().Text, StringComparison.Ordinal));

    [Fact]
    public void The_highest_role_is_used_only_where_nothing_less_will_do() =>
        Assert.Equal(
            ["50_external_access.sql", "85_token_rotation.sql", Teardown],
            Statements.Where(statement => statement.Role == "ACCOUNTADMIN").Select(statement => statement.File).Distinct());

    [Theory]
    [InlineData("30_network_rule.sql", "NETWORK RULE", "OR ALTER")]
    [InlineData("41_secret_api_key.sql", "SECRET", "IF NOT EXISTS")]
    [InlineData("42_secret_workload_identity.sql", "SECRET", "IF NOT EXISTS")]
    [InlineData("50_external_access.sql", "INTEGRATION", "OR REPLACE")]
    [InlineData("60_mapping_table.sql", "TABLE", "IF NOT EXISTS")]
    [InlineData("65_outcomes.sql", "TABLE", "IF NOT EXISTS")]
    [InlineData("65_outcomes.sql", "VIEW", "OR ALTER")]
    [InlineData("70_procedures.sql", "PROCEDURE", "OR REPLACE")]
    [InlineData("80_examples.sql", "TASK", "OR REPLACE")]
    [InlineData("80_examples.sql", "ALERT", "OR REPLACE")]
    [InlineData("80_examples.sql", "STREAM", "IF NOT EXISTS")]
    public void What_is_made_again_keeps_what_must_not_be_lost(string file, string kind, string form) =>
        Assert.All(Creations.Where(creation => creation.File == file && creation.Creates!.Kind == kind), creation => Assert.Contains($" {form} ", creation.Text, StringComparison.Ordinal));

    [Fact]
    public void Every_statement_may_be_run_again() =>
        Assert.All(
            Statements.Where(statement => statement.Creates is not null || statement.Drops is not null || statement.Text.StartsWith("ALTER ", StringComparison.Ordinal)),
            statement => Assert.Matches("^CREATE OR (?:REPLACE|ALTER) | IF (?:NOT )?EXISTS ", statement.Text));

    [Fact]
    public void Nothing_is_named_before_it_is_created() =>
        Assert.Empty(
            from creation in Creations
            from statement in Statements.Take(creation.Place)
            where statement.File != Teardown && statement.Mentions(creation.Creates!.Name) && !IsWhatAUserBeginsWith(statement) && !HasItsName(creation.Creates, statement)
            select $"{statement.File}: {statement.Text} comes before {creation.Creates}");

    [Fact]
    public void Teardown_needs_no_role_that_it_drops_so_that_it_may_stop_half_way()
    {
        var dropped = Drops.Where(drop => drop.Drops!.Kind == "ROLE").Select(drop => drop.Drops!.Name).ToList();

        Assert.Equal(4, dropped.Count);
        Assert.Empty(Statements.Where(statement => statement.File == Teardown).Select(statement => statement.Role).Intersect(dropped));
        // SYSADMIN drops what they own.
        Assert.All(
            Statements.Where(statement => statement.Text.StartsWith("USE ROLE ", StringComparison.Ordinal)).Select(statement => statement.Text[9..]).Intersect(dropped),
            owner => Assert.Contains(Statements, statement => statement.Text == $"GRANT ROLE {owner} TO ROLE SYSADMIN"));
    }

    [Fact]
    public void All_that_is_created_is_dropped_and_nothing_else() =>
        Assert.Equal(
            Creations.Select(creation => $"{creation.Creates}").Order(StringComparer.Ordinal),
            Drops.Select(drop => $"{drop.Drops}").Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_dropped_before_what_refers_to_it() =>
        Assert.Empty(
            from used in Creations
            from user in Creations
            where user.Place > used.Place && user.Mentions(used.Creates!.Name) && PlaceOfDrop(used.Creates) < PlaceOfDrop(user.Creates!)
            select $"{used.Creates} goes before {user.Creates}, which refers to it");

    [Fact]
    public void Containers_are_dropped_after_what_they_hold() =>
        Assert.Empty(
            from held in Creations
            from container in Creations
            where held.Creates!.Name.StartsWith($"{container.Creates!.Name}.", StringComparison.Ordinal) && PlaceOfDrop(container.Creates) < PlaceOfDrop(held.Creates)
            select $"{container.Creates} goes before {held.Creates}");

    [Fact]
    public void All_that_is_created_is_looked_for() =>
        Assert.Empty(
            from creation in Creations
            let wanted = creation.Creates!
            where !(wanted.Kind == "SECRET" && wanted.Name != $"{Files.Variables["database"]}.{Files.Variables["schema"]}.GATEWAY_{Files.Variables["authentication"]}")
                && !Statements.Any(statement => statement.Describes == wanted
                    || statement.Text == $"SHOW GRANTS TO ROLE {wanted.Name}"
                    || (wanted.Kind == "TASK" && statement.Text == "SHOW TASKS IN SCHEMA " + string.Join(" . ", wanted.Name.Split('.')[..2])))
            select $"{wanted} is never described");

    [Fact]
    public void Whatever_a_role_owns_or_needs_is_granted_to_somebody() =>
        Assert.Empty(
            from creation in Creations
            let wanted = creation.Creates!
            where wanted.Kind is "DATABASE" or "SCHEMA" or "WAREHOUSE" or "INTEGRATION" or "PROCEDURE" or "VIEW" or "ROLE" or "TABLE"
                && creation.File != "80_examples.sql" && !wanted.Name.EndsWith("GATEWAY_SETTINGS", StringComparison.Ordinal)
                && !Statements.Any(statement => statement.Text.StartsWith("GRANT ", StringComparison.Ordinal) && statement.File == creation.File
                    && statement.Place > creation.Place && statement.Mentions(wanted.Name))
            select $"{wanted} is granted to nobody after {creation.File} made it");

    [Fact]
    public void Every_granted_object_and_role_exists()
    {
        var known = Creations.Select(creation => creation.Creates!.Name)
            .Concat(["SYSADMIN", "SNOWFLAKE.SECURITY_VIEWER", Files.Variables["tableau_user"], "ACCOUNT"]).ToHashSet();

        foreach (var grant in Statements.Where(statement => statement.Text.StartsWith("GRANT ", StringComparison.Ordinal)))
        {
            var names = GrantedNames().Match(grant.Text.Replace(" . ", ".", StringComparison.Ordinal));
            Assert.True(names.Success, grant.Text);
            Assert.Contains(names.Groups["object"].Value, known);
            Assert.Contains(names.Groups["to"].Value, known);
        }
    }

    [Fact]
    public void Nobody_is_granted_everything_or_ownership() =>
        Assert.All(Statements.Where(statement => statement.Text.StartsWith("GRANT ", StringComparison.Ordinal)), grant => Assert.DoesNotMatch(@"\b(?:ALL|OWNERSHIP|PUBLIC)\b", grant.Text));

    [Fact]
    public void Procedures_use_only_secrets_that_their_integration_lists_and_a_rule_that_lets_out()
    {
        var access = Creations.Single(creation => creation.Creates!.Kind == "INTEGRATION");
        var procedures = Creations.Where(creation => creation.Creates!.Kind == "PROCEDURE").ToList();

        Assert.All(procedures, procedure =>
        {
            Assert.Equal([access.Creates!.Name], procedure.ListOf("EXTERNAL_ACCESS_INTEGRATIONS"));
            Assert.Equal(access.ListOf("ALLOWED_AUTHENTICATION_SECRETS"), procedure.ListOf("SECRETS").Select(import => import.Split(" = ")[1]));
            Assert.Equal(["'snowflake-snowpark-python'", "'requests'"], procedure.ListOf("PACKAGES"));
        });
        Assert.Contains(Creations, creation => creation.Creates == new BundleObject("SECRET", Assert.Single(access.ListOf("ALLOWED_AUTHENTICATION_SECRETS"))));
        Assert.Contains(
            Creations,
            creation => creation.Creates == new BundleObject("NETWORK RULE", Assert.Single(access.ListOf("ALLOWED_NETWORK_RULES"))) && creation.Value("MODE") == "EGRESS");
    }

    [Theory]
    [InlineData("API_KEY")]
    [InlineData("WORKLOAD_IDENTITY")]
    public void Either_way_to_authenticate_finds_its_secret(string authentication)
    {
        var statements = BundleStatements.Of(new SnowflakeBundle(Checkout.Root, new Dictionary<string, string> { ["authentication"] = authentication }));
        var listed = statements.Single(statement => statement.Creates?.Kind == "INTEGRATION").ListOf("ALLOWED_AUTHENTICATION_SECRETS").Single();

        Assert.Contains(statements, statement => statement.Creates == new BundleObject("SECRET", listed));
    }

    [Fact]
    public void No_file_holds_a_secret()
    {
        Assert.All(Statements.Where(statement => statement.Text.Contains("SECRET_STRING", StringComparison.Ordinal)), statement => Assert.Equal("not set yet", statement.Value("SECRET_STRING")));
        Assert.All(Files.Sources, file => Assert.DoesNotMatch(@"(?i)password|grk_[0-9a-f]|SECRET_STRING = '(?!\.\.\.|not set yet)|RSA_PUBLIC_KEY = '(?!\.\.\.)", file.Value));
    }

    [Fact]
    public void Examples_are_left_suspended_and_count_their_own_failures()
    {
        Assert.DoesNotContain(Statements, statement => statement.Text.EndsWith(" RESUME", StringComparison.Ordinal));
        var callers = Creations.Where(creation => creation.Creates!.Kind == "TASK" && creation.Text.Contains("CALL ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, callers.Count);
        Assert.All(callers, task =>
        {
            Assert.NotNull(task.Value("SUSPEND_TASK_AFTER_NUM_FAILURES"));
            Assert.DoesNotContain(" AFTER ", task.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_stream_of_the_examples_is_moved_on_by_the_task_that_watches_it()
    {
        foreach (var stream in Creations.Where(creation => creation.Creates!.Kind == "STREAM").Select(creation => creation.Creates!.Name))
        {
            var task = Assert.Single(Creations, creation => creation.Creates!.Kind == "TASK" && creation.Text.Contains($"SYSTEM$STREAM_HAS_DATA ( '{stream}' )", StringComparison.Ordinal));
            Assert.Matches($@"INSERT INTO [^;]*FROM {Regex.Escape(stream)}", task.Text.Replace(" . ", ".", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Calls_name_parameters_that_the_procedures_have()
    {
        var parameters = Creations.Where(creation => creation.Creates!.Kind == "PROCEDURE").ToDictionary(
            creation => creation.Creates!.Name, creation => Parameter().Matches(creation.Text.Split(" RETURNS ")[0]).Select(match => match.Groups[1].Value).ToHashSet());
        var calls = Statements.Select(statement => statement.Text.Replace(" . ", ".", StringComparison.Ordinal)).SelectMany(text => Call().Matches(text)).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Subset(parameters[call.Groups[1].Value], Argument().Matches(call.Groups[2].Value).Select(match => match.Groups[1].Value).ToHashSet()));
    }

    [Fact]
    public void Procedures_are_granted_described_and_dropped_by_their_own_types()
    {
        foreach (var procedure in Creations.Where(creation => creation.Creates!.Kind == "PROCEDURE"))
        {
            var types = string.Join(" , ", Parameter().Matches(procedure.Text.Split(" RETURNS ")[0]).Select(match => match.Groups[2].Value));
            var spelled = procedure.Creates!.Name.Replace(".", " . ", StringComparison.Ordinal) + (types.Length > 0 ? $" ( {types} )" : " ( )");
            Assert.Equal(3, Statements.Count(statement => statement.Creates is null && statement.Text.Contains($" {spelled}", StringComparison.Ordinal)
                && !statement.Text.StartsWith("CALL", StringComparison.Ordinal)));
        }
    }

    /// <summary>A user's defaults may name what comes later.</summary>
    private static bool IsWhatAUserBeginsWith(BundleStatement statement) => statement.Creates?.Kind == "USER";

    /// <summary>Roles and users have names of their own kind each, and may have the same.</summary>
    private static bool HasItsName(BundleObject wanted, BundleStatement statement) =>
        wanted.Kind == "USER" && (statement.Creates?.Kind == "ROLE" || statement.Mentions($"ROLE {wanted.Name}"));

    private static int PlaceOfDrop(BundleObject wanted) => Drops.Single(drop => drop.Drops == wanted).Place;

    [GeneratedRegex(@"&[A-Za-z{&]")]
    private static partial Regex Ampersand();

    [GeneratedRegex(@"^GRANT (?:(?:DATABASE )?ROLE (?<object>\S+)|.* ON (?:(?:DATABASE|SCHEMA|WAREHOUSE|INTEGRATION|TABLE|VIEW|PROCEDURE|USER) )?(?<object>\S+)(?: \( .*\))?) TO (?:ROLE|USER) (?<to>\S+)$")]
    private static partial Regex GrantedNames();

    [GeneratedRegex(@"[(,] ([A-Z_]+) (VARCHAR|BOOLEAN|INTEGER)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"CALL ([\w.]+) ?\(([^)]*)\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"([A-Z_]+) =>")]
    private static partial Regex Argument();
}
