-- The API key that the procedures show to the gateway (authentication=API_KEY; else leave this file out). Re-runnable: it
-- never touches a key that was set.
--
-- By hand, once, and again for each new key, at a prompt whose history nobody reads:
--   ALTER SECRET <% database %>.<% schema %>.GATEWAY_API_KEY SET SECRET_STRING = '...';

USE ROLE <% owner_role %>;
CREATE SECRET IF NOT EXISTS <% database %>.<% schema %>.GATEWAY_API_KEY
    TYPE = GENERIC_STRING
    SECRET_STRING = 'not set yet'
    COMMENT = 'GrpcRefresh: made by grpcrefresh-server key create';
