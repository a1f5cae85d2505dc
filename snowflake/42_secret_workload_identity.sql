-- An identity that Snowflake vouches for, instead of an API key (authentication=WORKLOAD_IDENTITY; else leave this file
-- out). It holds no value: there is nothing to steal and nothing to rotate. Re-runnable. Never replace it: a new one may
-- have another subject, which the service would not know.

USE ROLE <% owner_role %>;
CREATE SECRET IF NOT EXISTS <% database %>.<% schema %>.GATEWAY_WORKLOAD_IDENTITY
    TYPE = WORKLOAD_IDENTITY_FEDERATION
    COMMENT = 'GrpcRefresh: the identity of its procedures';

-- The service is configured with the issuer and the subject that this shows.
DESCRIBE SECRET <% database %>.<% schema %>.GATEWAY_WORKLOAD_IDENTITY;
