using GrpcRefresh.Tests.Bundle.Sql;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>
/// The statements that the bundle and its pages may use, written down from Snowflake's documentation (SQL reference, one page a
/// command). No parser at hand knows secrets, external access, alerts and tokens. Where the pages allow any order of properties, this
/// asks for theirs.
/// </summary>
internal static class SnowflakeForms
{
    private const string Comment = "[ COMMENT = %text ]";

    /// <summary>Either of two ways to be created again, which exclude each other.</summary>
    private static string Create(string kind, string rest) =>
        $"CREATE OR REPLACE {kind} :object {rest} | CREATE {kind} [ IF NOT EXISTS ] :object {rest}";

    public static SqlPattern Pattern { get; } = new(new Dictionary<string, string>
    {
        ["statement"] =
            ":use | :role | :user | :database | :schema | :warehouse | :rule | :secret | :access | :policy | :table | :view | :procedure | :stream | :task | :alert"
            + " | :grant | :alter | :token | :drop | :describe | :show | :call | :query",
        ["script"] =
            "BEGIN [ TRANSACTION ] | BEGIN BEGIN TRANSACTION | COMMIT | ROLLBACK | RAISE | END | EXCEPTION WHEN { OTHER | STATEMENT_ERROR } THEN { ROLLBACK | RAISE | :query | :call } | :query | :call",

        ["object"] = "%name [ . %name [ . %name ] ]",
        ["inschema"] = "%name . %name . %name",
        ["value"] = "%text | %number | NULL | TRUE | FALSE",
        ["type"] = "VARCHAR | NUMBER | INTEGER | BOOLEAN | VARIANT | ARRAY | OBJECT | FLOAT | DATE | TIMESTAMP_LTZ | TIMESTAMP_NTZ | TIMESTAMP_TZ",
        ["column"] = "%name :type [ NOT NULL ] [ DEFAULT { :value | CURRENT_TIMESTAMP ( ) } ] [ COMMENT %text ]",
        ["argument"] = "%name :type [ DEFAULT :value ]",
        ["given"] = "[ %name => ] { :value | UUID_STRING ( ) }",
        ["import"] = "%text = :inschema",
        ["host"] = "%hostport",
        ["range"] = "%range",
        ["text"] = "%text",
        ["bool"] = "TRUE | FALSE",

        ["use"] = "USE { ROLE %name | WAREHOUSE %name | DATABASE %name | SCHEMA :object }",
        ["role"] = $"CREATE [ OR REPLACE ] ROLE %name {Comment} | CREATE ROLE IF NOT EXISTS %name {Comment}",
        ["user"] = $"CREATE USER [ IF NOT EXISTS ] %name [ TYPE = {{ SERVICE | PERSON }} ] [ DEFAULT_ROLE = %text ] [ DEFAULT_WAREHOUSE = %text ] {Comment}",
        ["database"] = Create("DATABASE", Comment),
        ["schema"] = Create("SCHEMA", $"[ WITH MANAGED ACCESS ] {Comment}"),
        ["warehouse"] = Create("WAREHOUSE", $"[ WAREHOUSE_SIZE = {{ XSMALL | SMALL | MEDIUM }} ] [ AUTO_SUSPEND = %number ] [ AUTO_RESUME = :bool ] [ INITIALLY_SUSPENDED = :bool ] {Comment}"),
        ["rule"] =
            "CREATE [ OR REPLACE | OR ALTER ] NETWORK RULE :inschema { TYPE = HOST_PORT VALUE_LIST = ( :host+ ) MODE = EGRESS"
            + $" | TYPE = IPV4 VALUE_LIST = ( :range+ ) [ MODE = INGRESS ] }} {Comment}",
        ["secret"] = Create("SECRET", $"{{ TYPE = GENERIC_STRING SECRET_STRING = %text | TYPE = WORKLOAD_IDENTITY_FEDERATION }} {Comment}"),
        ["access"] =
            "CREATE [ OR REPLACE ] EXTERNAL ACCESS INTEGRATION %name ALLOWED_NETWORK_RULES = ( :inschema+ ) [ ALLOWED_API_AUTHENTICATION_INTEGRATIONS = ( :object+ ) ]"
            + $" [ ALLOWED_AUTHENTICATION_SECRETS = ( :inschema+ ) ] ENABLED = :bool {Comment}",
        ["policy"] = Create("NETWORK POLICY", $"ALLOWED_NETWORK_RULE_LIST = ( :text+ ) {Comment}"),
        ["table"] = Create("TABLE", $"( :column+ ) [ CHANGE_TRACKING = :bool ] {Comment}"),
        ["view"] = $"CREATE [ OR REPLACE | OR ALTER ] VIEW :object {Comment} AS SELECT %rest",
        ["procedure"] =
            "CREATE [ OR REPLACE | OR ALTER ] PROCEDURE :inschema ( [ :argument+ ] ) [ COPY GRANTS ] RETURNS :type [ NOT NULL ] LANGUAGE PYTHON RUNTIME_VERSION = %runtime"
            + " [ ARTIFACT_REPOSITORY = :object ] PACKAGES = ( :text+ ) [ IMPORTS = ( :text+ ) ] HANDLER = %text [ EXTERNAL_ACCESS_INTEGRATIONS = ( :object+ ) ]"
            + $" [ SECRETS = ( :import+ ) ] [ CALLED ON NULL INPUT | STRICT ] {Comment} [ EXECUTE AS {{ OWNER | CALLER }} ] AS %body",
        ["stream"] = Create("STREAM", $"[ COPY GRANTS ] ON TABLE :object [ APPEND_ONLY = :bool ] {Comment}"),
        ["task"] = Create(
            "TASK",
            "[ WAREHOUSE = %name ] [ SCHEDULE = %schedule ] [ USER_TASK_TIMEOUT_MS = %number ] [ SUSPEND_TASK_AFTER_NUM_FAILURES = %number ]"
            + $" {Comment} [ TASK_AUTO_RETRY_ATTEMPTS = %number ] [ AFTER :object+ ] [ WHEN SYSTEM$STREAM_HAS_DATA ( %text ) ] AS {{ :query | :call | EXECUTE TASK :object | EXECUTE IMMEDIATE %body }}"),
        ["alert"] = Create(
            "ALERT",
            $"[ SCHEDULE = %schedule ] [ WAREHOUSE = %name ] {Comment} IF ( EXISTS ( SELECT %rest ) ) THEN {{ :query | :call }}"),

        ["grant"] =
            "GRANT { ROLE %name TO { ROLE | USER } %name | DATABASE ROLE %name . %name TO ROLE %name"
            + " | { USAGE | CREATE SCHEMA | MONITOR } ON DATABASE %name TO ROLE %name"
            + " | :schemaprivilege+ ON SCHEMA :object TO ROLE %name"
            + " | { USAGE | OPERATE | MONITOR } ON WAREHOUSE %name TO ROLE %name"
            + " | USAGE ON INTEGRATION %name TO ROLE %name | { USAGE | READ } ON SECRET :inschema TO ROLE %name"
            + " | :tableprivilege+ ON TABLE :object TO ROLE %name | SELECT ON VIEW :object TO ROLE %name"
            + " | USAGE ON PROCEDURE :inschema ( [ :type+ ] ) TO ROLE %name"
            + " | EXECUTE { TASK | ALERT | MANAGED TASK } ON ACCOUNT TO ROLE %name"
            + " | CREATE EXTERNAL ACCESS INTEGRATION ON ACCOUNT TO ROLE %name"
            + " | MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER %name TO ROLE %name }",
        ["schemaprivilege"] = "USAGE | CREATE { TABLE | VIEW | STREAM | TASK | ALERT | PROCEDURE | SECRET | NETWORK RULE }",
        ["tableprivilege"] = "SELECT | INSERT | UPDATE | DELETE",

        ["alter"] =
            "ALTER TABLE [ IF EXISTS ] :object ADD COLUMN IF NOT EXISTS :column | ALTER { TASK | ALERT } [ IF EXISTS ] :object { SUSPEND | RESUME }"
            + " | ALTER SECRET [ IF EXISTS ] :inschema SET SECRET_STRING = %text"
            + " | ALTER USER [ IF EXISTS ] %name { SET RSA_PUBLIC_KEY = %text | SET NETWORK_POLICY = %name | UNSET NETWORK_POLICY }"
            + " | ALTER EXTERNAL ACCESS INTEGRATION [ IF EXISTS ] %name SET ENABLED = :bool",
        ["token"] =
            "ALTER USER [ IF EXISTS ] %name ADD :pat [ IF NOT EXISTS ] %name [ ROLE_RESTRICTION = %text ] [ DAYS_TO_EXPIRY = %number ] [ MINS_TO_BYPASS_NETWORK_POLICY_REQUIREMENT = %number ] "
            + $"{Comment} | ALTER USER [ IF EXISTS ] %name ROTATE :pat [ IF EXISTS ] %name [ EXPIRE_ROTATED_TOKEN_AFTER_HOURS = %number ] | ALTER USER [ IF EXISTS ] %name REMOVE :pat %name",
        ["pat"] = "PROGRAMMATIC ACCESS TOKEN | PAT",
        ["drop"] =
            "DROP { TASK | ALERT | STREAM | TABLE | VIEW | SECRET | NETWORK RULE | NETWORK POLICY | SCHEMA | DATABASE | WAREHOUSE | USER | ROLE | INTEGRATION } [ IF EXISTS ] :object"
            + " | DROP PROCEDURE [ IF EXISTS ] :inschema ( [ :type+ ] )",
        ["describe"] =
            "{ DESCRIBE | DESC } { TASK | ALERT | STREAM | TABLE | VIEW | SECRET | NETWORK RULE | NETWORK POLICY | SCHEMA | DATABASE | WAREHOUSE | USER | INTEGRATION } :object"
            + " | { DESCRIBE | DESC } PROCEDURE :inschema ( [ :type+ ] )",
        ["show"] =
            "SHOW GRANTS { TO ROLE | ON USER } %name | SHOW { INTEGRATIONS | DATABASES | ROLES | USERS } [ LIKE %text ] | SHOW TASKS IN SCHEMA :object"
            + " | SHOW USER { PROGRAMMATIC ACCESS TOKENS | PATS } [ FOR USER %name ]",
        ["call"] = "CALL :object ( [ :given+ ] )",
        ["query"] =
            "SELECT %rest | INSERT INTO :object [ ( :object+ ) ] { SELECT %rest | VALUES %rest } | MERGE INTO :object AS %name USING ( SELECT %rest ) AS %name ON %expression :whens"
            + " | DELETE FROM :object WHERE %expression | UPDATE :object SET :assignment+ [ WHERE %expression ]",
        ["whens"] = ":when [ :whens ]",
        ["when"] =
            "WHEN MATCHED [ AND %expression ] THEN { UPDATE SET :assignment+ | DELETE }"
            + " | WHEN NOT MATCHED [ AND %expression ] THEN INSERT [ ( :object+ ) ] VALUES ( :expression+ )",
        ["assignment"] = ":object = %expression",
        ["expression"] = "%expression",
    });
}
