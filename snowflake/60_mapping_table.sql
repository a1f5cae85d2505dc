-- Names of Tableau content and their ids: the published recipe's table with its five columns, and what the service adds.
-- Re-runnable; rows stay. To go on with the recipe's own table, do not point the variables at it: docs/snowflake.md has what its owner runs.
-- A sync adds, changes and marks rows of its own, and only marks those that people wrote (they have no SERVER); it never deletes one.
-- The service has to be told the name: GrpcRefresh:Catalog:Mapping:Table.

USE ROLE <% owner_role %>;
USE WAREHOUSE <% warehouse %>;
CREATE TABLE IF NOT EXISTS <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES (
    RESOURCE_TYPE VARCHAR NOT NULL COMMENT 'workbook or datasource',
    RESOURCE_NAME VARCHAR NOT NULL,
    PROJECT_NAME VARCHAR COMMENT 'the innermost project',
    SITE_ID VARCHAR NOT NULL COMMENT 'contentUrl of the site; empty is the Default site',
    RESOURCE_ID VARCHAR NOT NULL COMMENT 'the luid'
)
    COMMENT = 'GrpcRefresh: which id a name of Tableau content means';
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS SERVER VARCHAR COMMENT 'the name of the Tableau server in the service';
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS PROJECT_PATH VARCHAR COMMENT 'all projects, outermost first, with / between them';
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS OWNER_NAME VARCHAR;
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS URL VARCHAR;
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS SYNCED_AT TIMESTAMP_TZ COMMENT 'when a sync last saw it';
ALTER TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES ADD COLUMN IF NOT EXISTS VANISHED_AT TIMESTAMP_TZ COMMENT 'when a sync first missed it';
GRANT SELECT ON TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES TO ROLE <% caller_role %>;
GRANT SELECT, INSERT, UPDATE ON TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES TO ROLE <% service_role %>;

-- What the procedures look up besides: CA_BUNDLE, the certificates (PEM) of a private authority that signed the gateway's;
-- TABLEAU_SERVER, the addresses that callers may give as CONNECTION_STRING, and the service's name for each.
CREATE TABLE IF NOT EXISTS <% database %>.<% schema %>.GATEWAY_SETTINGS (
    KIND VARCHAR NOT NULL,
    NAME VARCHAR NOT NULL,
    VALUE VARCHAR NOT NULL
)
    COMMENT = 'GrpcRefresh: what its procedures look up';
MERGE INTO <% database %>.<% schema %>.GATEWAY_SETTINGS AS SETTING
    USING (SELECT 'TABLEAU_SERVER' AS KIND, '<% tableau_url %>' AS NAME, '<% tableau_server %>' AS VALUE) AS GIVEN
    ON SETTING.KIND = GIVEN.KIND AND SETTING.NAME = GIVEN.NAME
    WHEN MATCHED THEN UPDATE SET VALUE = GIVEN.VALUE
    WHEN NOT MATCHED THEN INSERT (KIND, NAME, VALUE) VALUES (GIVEN.KIND, GIVEN.NAME, GIVEN.VALUE);
