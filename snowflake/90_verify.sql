-- Whether everything is there: stops at the first statement whose object is missing. Changes nothing. Re-runnable.
--
-- When a call was stopped on its way, this says so, up to three hours later (as ACCOUNTADMIN):
--   SELECT QUERY_ID, HOSTNAMES, STATUS FROM SNOWFLAKE.ACCOUNT_USAGE.EXTERNAL_ACCESS_HISTORY WHERE STATUS <> 'Success';

USE ROLE <% owner_role %>;
USE WAREHOUSE <% warehouse %>;
SHOW GRANTS TO ROLE <% owner_role %>;
DESCRIBE DATABASE <% database %>;
DESCRIBE WAREHOUSE <% warehouse %>;
DESCRIBE SCHEMA <% database %>.<% schema %>;
DESCRIBE SCHEMA <% database %>.<% mapping_schema %>;
DESCRIBE NETWORK RULE <% database %>.<% schema %>.GATEWAY_EGRESS;
DESCRIBE SECRET <% database %>.<% schema %>.GATEWAY_<% authentication %>;
DESCRIBE INTEGRATION <% database %>_GATEWAY;
DESCRIBE TABLE <% database %>.<% mapping_schema %>.API__TABLEAU__RESOURCES;
DESCRIBE TABLE <% database %>.<% schema %>.GATEWAY_SETTINGS;
DESCRIBE TABLE <% database %>.<% schema %>.TABLEAU_JOB_LOG;
DESCRIBE VIEW <% database %>.<% schema %>.TABLEAU_LAST_OUTCOMES;
DESCRIBE VIEW <% database %>.<% schema %>.TABLEAU_OPEN_FAILURES;
DESCRIBE PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, INTEGER, VARCHAR, BOOLEAN, VARCHAR);
DESCRIBE PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE_AND_WAIT(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, INTEGER, VARCHAR, VARCHAR);
DESCRIBE PROCEDURE <% database %>.<% schema %>.TABLEAU_JOB_STATUS(VARCHAR);
DESCRIBE PROCEDURE <% database %>.<% schema %>.ROTATE_TABLEAU_CONNECTIONS(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, VARCHAR, VARCHAR, VARCHAR, INTEGER, INTEGER, VARCHAR, BOOLEAN, INTEGER, VARCHAR, INTEGER, INTEGER, BOOLEAN, VARCHAR);
DESCRIBE PROCEDURE <% database %>.<% schema %>.SYNC_TABLEAU_RESOURCES(BOOLEAN);
DESCRIBE PROCEDURE <% database %>.<% schema %>.CHECK_TABLEAU_GATEWAY();

-- Through to the service and back. Fails with what is wrong: trial account, address, certificate, secret.
CALL <% database %>.<% schema %>.CHECK_TABLEAU_GATEWAY();

USE ROLE USERADMIN;
SHOW GRANTS TO ROLE <% caller_role %>;
SHOW GRANTS TO ROLE <% pipeline_role %>;
SHOW GRANTS TO ROLE <% service_role %>;
DESCRIBE USER <% service_user %>;
