-- Takes everything away again, in the reverse order, with the outcomes and the table of names. Re-runnable, also when it stopped half-way: no statement
-- needs a role that the file drops. SYSADMIN has what those roles own, by 10_roles.sql.
-- If you attached the network policy: ALTER USER <% tableau_user %> UNSET NETWORK_POLICY;   first.

USE ROLE ACCOUNTADMIN;
DROP NETWORK POLICY IF EXISTS <% database %>_TABLEAU_USER;

-- Suspended before anything is dropped, the root of the graph first.
USE ROLE SYSADMIN;
ALTER TASK IF EXISTS <% database %>.<% example_schema %>.LOAD_ORDERS SUSPEND;
ALTER TASK IF EXISTS <% database %>.<% example_schema %>.REFRESH_AFTER_LOAD SUSPEND;
ALTER TASK IF EXISTS <% database %>.<% example_schema %>.ORDERS_LOADED SUSPEND;
ALTER TASK IF EXISTS <% database %>.<% example_schema %>.REFRESH_ON_DATA SUSPEND;
ALTER TASK IF EXISTS <% database %>.<% example_schema %>.REACT_TO_OUTCOME SUSPEND;
ALTER ALERT IF EXISTS <% database %>.<% example_schema %>.REFRESH_ON_ALERT SUSPEND;
DROP TASK IF EXISTS <% database %>.<% example_schema %>.REACT_TO_OUTCOME;
DROP TABLE IF EXISTS <% database %>.<% example_schema %>.EXTRACTS_REFRESHED;
DROP STREAM IF EXISTS <% database %>.<% example_schema %>.OUTCOMES_STREAM;
DROP TASK IF EXISTS <% database %>.<% example_schema %>.REFRESH_ON_DATA;
DROP TABLE IF EXISTS <% database %>.<% example_schema %>.REFRESHES_ASKED_FOR;
DROP STREAM IF EXISTS <% database %>.<% example_schema %>.ORDERS_STREAM;
DROP ALERT IF EXISTS <% database %>.<% example_schema %>.REFRESH_ON_ALERT;
DROP TASK IF EXISTS <% database %>.<% example_schema %>.ORDERS_LOADED;
DROP TASK IF EXISTS <% database %>.<% example_schema %>.REFRESH_AFTER_LOAD;
DROP TASK IF EXISTS <% database %>.<% example_schema %>.LOAD_ORDERS;
DROP TABLE IF EXISTS <% database %>.<% example_schema %>.ORDERS;

DROP NETWORK RULE IF EXISTS <% database %>.<% schema %>.TABLEAU_INGRESS;
DROP SCHEMA IF EXISTS <% database %>.<% example_schema %>;
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.CHECK_TABLEAU_GATEWAY();
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.SYNC_TABLEAU_RESOURCES(BOOLEAN);
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.ROTATE_TABLEAU_CONNECTIONS(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, VARCHAR, VARCHAR, VARCHAR, INTEGER, INTEGER, VARCHAR, BOOLEAN, INTEGER, VARCHAR, INTEGER, INTEGER, BOOLEAN, VARCHAR);
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.TABLEAU_JOB_STATUS(VARCHAR);
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE_AND_WAIT(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, INTEGER, VARCHAR, VARCHAR);
DROP PROCEDURE IF EXISTS <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, INTEGER, VARCHAR, BOOLEAN, VARCHAR);
DROP VIEW IF EXISTS <% database %>.<% schema %>.TABLEAU_OPEN_FAILURES;
DROP VIEW IF EXISTS <% database %>.<% schema %>.TABLEAU_LAST_OUTCOMES;
DROP TABLE IF EXISTS <% database %>.<% schema %>.TABLEAU_JOB_LOG;
DROP TABLE IF EXISTS <% database %>.<% schema %>.GATEWAY_SETTINGS;
DROP TABLE IF EXISTS <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES;

-- A network rule or secret that is still referred to may not be dropped, so the integration goes before them.
USE ROLE ACCOUNTADMIN;
DROP INTEGRATION IF EXISTS <% database %>_GATEWAY;

USE ROLE SYSADMIN;
DROP SECRET IF EXISTS <% database %>.<% schema %>.GATEWAY_WORKLOAD_IDENTITY;
DROP SECRET IF EXISTS <% database %>.<% schema %>.GATEWAY_API_KEY;
DROP NETWORK RULE IF EXISTS <% database %>.<% schema %>.GATEWAY_EGRESS;
DROP SCHEMA IF EXISTS <% database %>.<% mapping_schema %>;
DROP SCHEMA IF EXISTS <% database %>.<% schema %>;
DROP WAREHOUSE IF EXISTS <% warehouse %>;
DROP DATABASE IF EXISTS <% database %>;

-- Their grants go with the roles.
USE ROLE USERADMIN;
DROP USER IF EXISTS <% service_user %>;
DROP ROLE IF EXISTS <% service_role %>;
DROP ROLE IF EXISTS <% pipeline_role %>;
DROP ROLE IF EXISTS <% caller_role %>;
DROP ROLE IF EXISTS <% owner_role %>;

-- What is left, if anything: nothing may be listed here.
SHOW INTEGRATIONS LIKE '<% database %>_GATEWAY';
SHOW DATABASES LIKE '<% database %>';
SHOW ROLES LIKE '<% owner_role %>';
