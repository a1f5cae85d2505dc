-- Roles, and the user that the service signs in as. Re-runnable.
-- Needs USERADMIN and SECURITYADMIN. What each role is for: variables.env.
--
-- By hand, once, with the public half of the service's key (PEM without its first and last line):
--   ALTER USER <% service_user %> SET RSA_PUBLIC_KEY = '...';

USE ROLE USERADMIN;
CREATE ROLE IF NOT EXISTS <% owner_role %> COMMENT = 'GrpcRefresh: owns its objects';
CREATE ROLE IF NOT EXISTS <% caller_role %> COMMENT = 'GrpcRefresh: may call the procedures and read the outcomes';
CREATE ROLE IF NOT EXISTS <% pipeline_role %> COMMENT = 'GrpcRefresh: owns the examples';
CREATE ROLE IF NOT EXISTS <% service_role %> COMMENT = 'GrpcRefresh: what the service may do';
CREATE USER IF NOT EXISTS <% service_user %>
    TYPE = SERVICE
    DEFAULT_ROLE = '<% service_role %>'
    DEFAULT_WAREHOUSE = '<% warehouse %>'
    COMMENT = 'GrpcRefresh: the service itself. It signs in with a key pair';

-- The hierarchy ends at SYSADMIN, so that no object is out of an administrator's reach.
USE ROLE SECURITYADMIN;
GRANT ROLE <% owner_role %> TO ROLE SYSADMIN;
GRANT ROLE <% pipeline_role %> TO ROLE SYSADMIN;
GRANT ROLE <% caller_role %> TO ROLE <% pipeline_role %>;
GRANT ROLE <% service_role %> TO ROLE SYSADMIN;
GRANT ROLE <% service_role %> TO USER <% service_user %>;
