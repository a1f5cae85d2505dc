-- Where the procedures may connect to: the gateway, and nothing else. Re-runnable; a changed address takes effect at once.

USE ROLE <% owner_role %>;
CREATE OR ALTER NETWORK RULE <% database %>.<% schema %>.GATEWAY_EGRESS
    TYPE = HOST_PORT
    VALUE_LIST = ('<% gateway_host %>:<% gateway_port %>')
    MODE = EGRESS
    COMMENT = 'GrpcRefresh: its gateway';
