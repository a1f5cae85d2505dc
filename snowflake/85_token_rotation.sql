-- What the service needs to renew the Snowflake tokens that Tableau's connections hold. Leave it out if it shall not. Re-runnable.
-- Needs ACCOUNTADMIN, and that the user <% tableau_user %> exists.
--
-- By hand afterwards, when the ranges are right: a missing one locks Tableau out.
--   ALTER USER <% tableau_user %> SET NETWORK_POLICY = <% database %>_TABLEAU_USER;

USE ROLE <% owner_role %>;
CREATE OR ALTER NETWORK RULE <% database %>.<% schema %>.TABLEAU_INGRESS
    TYPE = IPV4
    VALUE_LIST = (<% tableau_ranges %>, <% service_ranges %>)
    MODE = INGRESS
    COMMENT = 'GrpcRefresh: from where the user of the Tableau connections signs in: Tableau, and the service to try a new token';

-- Programmatic access tokens of a user of TYPE = SERVICE work only under a network policy.
USE ROLE ACCOUNTADMIN;
CREATE NETWORK POLICY IF NOT EXISTS <% database %>_TABLEAU_USER
    ALLOWED_NETWORK_RULE_LIST = ('<% database %>.<% schema %>.TABLEAU_INGRESS')
    COMMENT = 'GrpcRefresh: from where the user of the Tableau connections signs in';

-- The service may add and remove tokens of this one user, and change nothing else of it.
GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER <% tableau_user %> TO ROLE <% service_role %>;
-- The proof that a new token is in use, and who else uses the old one: the login history.
GRANT DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER TO ROLE <% service_role %>;

DESCRIBE NETWORK RULE <% database %>.<% schema %>.TABLEAU_INGRESS;
DESCRIBE NETWORK POLICY <% database %>_TABLEAU_USER;
