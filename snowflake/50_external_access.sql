-- Lets the procedures out to the gateway with their secret. Needs ACCOUNTADMIN, or another role with CREATE EXTERNAL ACCESS
-- INTEGRATION on the account and the owner's role. Not for trial accounts unless Snowflake has enabled it there.
--
-- Such an integration knows neither IF NOT EXISTS nor OR ALTER. Replacing it takes its grants away, so they follow here; run
-- 70_procedures.sql afterwards, because it is not documented what becomes of procedures that were made with the one before.

USE ROLE ACCOUNTADMIN;
CREATE OR REPLACE EXTERNAL ACCESS INTEGRATION <% database %>_GATEWAY
    ALLOWED_NETWORK_RULES = (<% database %>.<% schema %>.GATEWAY_EGRESS)
    ALLOWED_AUTHENTICATION_SECRETS = (<% database %>.<% schema %>.GATEWAY_<% authentication %>)
    ENABLED = TRUE
    COMMENT = 'GrpcRefresh: from its procedures to its gateway';
GRANT USAGE ON INTEGRATION <% database %>_GATEWAY TO ROLE <% owner_role %>;

-- What the examples need of the account; without them, leave these out.
GRANT EXECUTE TASK ON ACCOUNT TO ROLE <% pipeline_role %>;
GRANT EXECUTE ALERT ON ACCOUNT TO ROLE <% pipeline_role %>;
