-- Four ways to refresh from a pipeline. Everything is left suspended: change the names, then resume what you want to see.
-- Re-runnable; a second run suspends again.
--
-- A call that fails fails its task, and SUSPEND_TASK_AFTER_NUM_FAILURES of the root counts the failures of a whole graph. So the
-- refresh is a task of its own beside the graph: Tableau's trouble never stops the load.

USE ROLE <% owner_role %>;
CREATE SCHEMA IF NOT EXISTS <% database %>.<% example_schema %> COMMENT = 'GrpcRefresh: examples';
GRANT USAGE, CREATE TABLE, CREATE STREAM, CREATE TASK, CREATE ALERT ON SCHEMA <% database %>.<% example_schema %> TO ROLE <% pipeline_role %>;

USE ROLE <% pipeline_role %>;
CREATE TABLE IF NOT EXISTS <% database %>.<% example_schema %>.ORDERS (
    ORDER_ID NUMBER NOT NULL,
    LOADED_AT TIMESTAMP_LTZ NOT NULL DEFAULT CURRENT_TIMESTAMP()
)
    CHANGE_TRACKING = TRUE
    COMMENT = 'GrpcRefresh example: what a pipeline loads';

-- 1. At the end of a task graph. The last task of the graph only starts the task beside it.
CREATE OR REPLACE TASK <% database %>.<% example_schema %>.LOAD_ORDERS
    WAREHOUSE = <% warehouse %>
    SCHEDULE = 'USING CRON 0 5 * * * UTC'
    COMMENT = 'GrpcRefresh example: a graph that loads'
AS
    INSERT INTO <% database %>.<% example_schema %>.ORDERS (ORDER_ID) SELECT COUNT(*) + 1 FROM <% database %>.<% example_schema %>.ORDERS;
CREATE OR REPLACE TASK <% database %>.<% example_schema %>.REFRESH_AFTER_LOAD
    WAREHOUSE = <% warehouse %>
    USER_TASK_TIMEOUT_MS = 600000
    SUSPEND_TASK_AFTER_NUM_FAILURES = 3
    COMMENT = 'GrpcRefresh example: beside the graph, started by its last task'
AS
    CALL <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(RESOURCE_TYPE => 'datasource', RESOURCE_NAME => 'Orders', PROJECT_NAME => 'Sales', SITE_ID => 'marketing');
CREATE OR REPLACE TASK <% database %>.<% example_schema %>.ORDERS_LOADED
    WAREHOUSE = <% warehouse %>
    COMMENT = 'GrpcRefresh example: the end of the graph'
    AFTER <% database %>.<% example_schema %>.LOAD_ORDERS
AS
    EXECUTE TASK <% database %>.<% example_schema %>.REFRESH_AFTER_LOAD;

-- 2. On an alert: rows have come since it last looked.
CREATE OR REPLACE ALERT <% database %>.<% example_schema %>.REFRESH_ON_ALERT
    SCHEDULE = '15 MINUTE'
    WAREHOUSE = <% warehouse %>
    COMMENT = 'GrpcRefresh example: refreshes when rows have come'
    IF (EXISTS (
        SELECT ORDER_ID
        FROM <% database %>.<% example_schema %>.ORDERS
        WHERE LOADED_AT BETWEEN SNOWFLAKE.ALERT.LAST_SUCCESSFUL_SCHEDULED_TIME() AND SNOWFLAKE.ALERT.SCHEDULED_TIME()
    ))
    THEN
        CALL <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(RESOURCE_TYPE => 'datasource', RESOURCE_NAME => 'Orders', PROJECT_NAME => 'Sales', SITE_ID => 'marketing');

-- 3. When a stream has data. Only a DML statement moves a stream on, a call does not; so its rows are taken in the same transaction, which is
-- rolled back when the call fails: then the next run sees them again. The procedure's warning of an open transaction does
-- no harm here, because what the extract reads was committed by the load.
CREATE STREAM IF NOT EXISTS <% database %>.<% example_schema %>.ORDERS_STREAM
    ON TABLE <% database %>.<% example_schema %>.ORDERS
    APPEND_ONLY = TRUE
    COMMENT = 'GrpcRefresh example: what came since the last refresh was asked for';
CREATE TABLE IF NOT EXISTS <% database %>.<% example_schema %>.REFRESHES_ASKED_FOR (
    ASKED_AT TIMESTAMP_LTZ NOT NULL,
    NEW_ROWS NUMBER NOT NULL
)
    COMMENT = 'GrpcRefresh example: takes the rows of the stream';
CREATE OR REPLACE TASK <% database %>.<% example_schema %>.REFRESH_ON_DATA
    WAREHOUSE = <% warehouse %>
    SCHEDULE = '5 MINUTES'
    USER_TASK_TIMEOUT_MS = 600000
    SUSPEND_TASK_AFTER_NUM_FAILURES = 3
    COMMENT = 'GrpcRefresh example: refreshes when a stream has data'
    WHEN SYSTEM$STREAM_HAS_DATA('<% database %>.<% example_schema %>.ORDERS_STREAM')
AS
    EXECUTE IMMEDIATE $$
    BEGIN
        BEGIN TRANSACTION;
        INSERT INTO <% database %>.<% example_schema %>.REFRESHES_ASKED_FOR SELECT CURRENT_TIMESTAMP(), COUNT(*) FROM <% database %>.<% example_schema %>.ORDERS_STREAM;
        CALL <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(RESOURCE_TYPE => 'datasource', RESOURCE_NAME => 'Orders', PROJECT_NAME => 'Sales', SITE_ID => 'marketing');
        COMMIT;
    EXCEPTION
        WHEN OTHER THEN
            ROLLBACK;
            RAISE;
    END;
    $$;

-- 4. When an outcome was written back: the end of a refresh starts what comes after it.
CREATE STREAM IF NOT EXISTS <% database %>.<% example_schema %>.OUTCOMES_STREAM
    ON TABLE <% database %>.<% schema %>.TABLEAU_JOB_LOG
    APPEND_ONLY = TRUE
    COMMENT = 'GrpcRefresh example: outcomes not reacted to yet';
CREATE TABLE IF NOT EXISTS <% database %>.<% example_schema %>.EXTRACTS_REFRESHED (
    RESOURCE_ID VARCHAR,
    RESOURCE_NAME VARCHAR,
    STATE VARCHAR NOT NULL,
    END_TIME TIMESTAMP_TZ NOT NULL,
    ERROR_MESSAGE VARCHAR
)
    COMMENT = 'GrpcRefresh example: what a task made of the outcomes';
CREATE OR REPLACE TASK <% database %>.<% example_schema %>.REACT_TO_OUTCOME
    WAREHOUSE = <% warehouse %>
    SCHEDULE = '5 MINUTES'
    SUSPEND_TASK_AFTER_NUM_FAILURES = 3
    COMMENT = 'GrpcRefresh example: reacts to outcomes'
    WHEN SYSTEM$STREAM_HAS_DATA('<% database %>.<% example_schema %>.OUTCOMES_STREAM')
AS
    INSERT INTO <% database %>.<% example_schema %>.EXTRACTS_REFRESHED
    SELECT RESOURCE_ID, RESOURCE_NAME, STATE, END_TIME, ERROR_MESSAGE
    FROM <% database %>.<% example_schema %>.OUTCOMES_STREAM
    WHERE KIND = 'REFRESH';

-- To start them:
--   ALTER TASK <% database %>.<% example_schema %>.ORDERS_LOADED RESUME;   the child first,
--   ALTER TASK <% database %>.<% example_schema %>.LOAD_ORDERS RESUME;     then the root
--   ALTER ALERT <% database %>.<% example_schema %>.REFRESH_ON_ALERT RESUME;
--   ALTER TASK <% database %>.<% example_schema %>.REFRESH_ON_DATA RESUME;
--   ALTER TASK <% database %>.<% example_schema %>.REACT_TO_OUTCOME RESUME;

-- Whether all of them are there.
DESCRIBE SCHEMA <% database %>.<% example_schema %>;
DESCRIBE TABLE <% database %>.<% example_schema %>.ORDERS;
DESCRIBE TABLE <% database %>.<% example_schema %>.REFRESHES_ASKED_FOR;
DESCRIBE TABLE <% database %>.<% example_schema %>.EXTRACTS_REFRESHED;
DESCRIBE STREAM <% database %>.<% example_schema %>.ORDERS_STREAM;
DESCRIBE STREAM <% database %>.<% example_schema %>.OUTCOMES_STREAM;
DESCRIBE ALERT <% database %>.<% example_schema %>.REFRESH_ON_ALERT;
SHOW TASKS IN SCHEMA <% database %>.<% example_schema %>;
