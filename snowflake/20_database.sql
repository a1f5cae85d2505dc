-- Database, schemas and warehouse. Re-runnable.

USE ROLE SYSADMIN;
CREATE DATABASE IF NOT EXISTS <% database %> COMMENT = 'GrpcRefresh: Tableau refreshes from Snowflake';
GRANT USAGE ON DATABASE <% database %> TO ROLE <% owner_role %>;
GRANT CREATE SCHEMA ON DATABASE <% database %> TO ROLE <% owner_role %>;
GRANT USAGE ON DATABASE <% database %> TO ROLE <% caller_role %>;
GRANT USAGE ON DATABASE <% database %> TO ROLE <% service_role %>;

CREATE WAREHOUSE IF NOT EXISTS <% warehouse %>
    WAREHOUSE_SIZE = XSMALL
    AUTO_SUSPEND = 60
    AUTO_RESUME = TRUE
    INITIALLY_SUSPENDED = TRUE
    COMMENT = 'GrpcRefresh: the service and the examples';
GRANT USAGE ON WAREHOUSE <% warehouse %> TO ROLE <% owner_role %>;
GRANT USAGE ON WAREHOUSE <% warehouse %> TO ROLE <% pipeline_role %>;
GRANT USAGE ON WAREHOUSE <% warehouse %> TO ROLE <% service_role %>;

-- Managed access: only the owner of a schema grants on what is in it.
USE ROLE <% owner_role %>;
CREATE SCHEMA IF NOT EXISTS <% database %>.<% schema %> WITH MANAGED ACCESS COMMENT = 'GrpcRefresh: procedures, secrets, outcomes';
GRANT USAGE ON SCHEMA <% database %>.<% schema %> TO ROLE <% caller_role %>;
GRANT USAGE ON SCHEMA <% database %>.<% schema %> TO ROLE <% service_role %>;
CREATE SCHEMA IF NOT EXISTS <% database %>.<% mapping_schema %> WITH MANAGED ACCESS COMMENT = 'GrpcRefresh: names of Tableau content';
GRANT USAGE ON SCHEMA <% database %>.<% mapping_schema %> TO ROLE <% caller_role %>;
GRANT USAGE ON SCHEMA <% database %>.<% mapping_schema %> TO ROLE <% service_role %>;
