-- The procedures. Each is complete by itself: the text between the dollar signs is that of the files in procedures/ that it
-- names, written here by `./render --bodies`. Re-runnable, and to be run again after 50_external_access.sql.
--
-- They run with their owner's rights: a caller needs USAGE on the procedure and never sees the secret. The packages come from
-- Snowflake's own channel; where only PyPI is allowed, add before PACKAGES:
--   ARTIFACT_REPOSITORY = SNOWFLAKE.SNOWPARK.PYPI_SHARED_REPOSITORY

USE ROLE <% owner_role %>;
USE WAREHOUSE <% warehouse %>;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(
    RESOURCE_TYPE VARCHAR DEFAULT NULL,
    RESOURCE_NAME VARCHAR DEFAULT NULL,
    PROJECT_NAME VARCHAR DEFAULT NULL,
    SITE_ID VARCHAR DEFAULT '',
    CONNECTION_STRING VARCHAR DEFAULT NULL,
    PROJECT_PATH VARCHAR DEFAULT NULL,
    LUID VARCHAR DEFAULT NULL,
    URL VARCHAR DEFAULT NULL,
    MODE VARCHAR DEFAULT 'FULL',
    FRESHNESS VARCHAR DEFAULT 'AFTER_REQUEST',
    WAIT BOOLEAN DEFAULT FALSE,
    TIMEOUT_SECONDS INTEGER DEFAULT 1800,
    ON_UNAVAILABLE VARCHAR DEFAULT 'RAISE',
    DRY_RUN BOOLEAN DEFAULT FALSE,
    REQUEST_ID VARCHAR DEFAULT NULL
)
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: asks for a refresh and returns its job at once, unless WAIT'
    EXECUTE AS OWNER
AS $$
# procedures/refresh_tableau_resource.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/jobs.py
"""Following a job. Part of the procedures that start one."""
import math
import time
from urllib.parse import quote

ACTIVE = {"QUEUED", "SUBMITTING", "PENDING", "RUNNING", "CANCELLING"}


def word(name, value, allowed):
    """An argument that is one of some words, in upper case."""
    text = str(value or "").strip().upper()
    if text not in allowed:
        raise BadInput(f"{name} is {value!r}; give one of {', '.join(allowed)}.")
    return text


def whole(name, value, low, high):
    if value is None or not low <= value <= high:
        raise BadInput(f"{name} is {value}; give {low} to {high}.")
    return int(value)


def state_of(job):
    return job.get("state", "JOB_STATE_UNSPECIFIED").replace("JOB_STATE_", "", 1)


def ended_well(job):
    """The job, if it succeeded. Anything else is raised, so that a task or pipeline that called does not stay green."""
    if state_of(job) == "SUCCEEDED":
        return job
    error = job.get("error", {})
    reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), state_of(job))
    notes = "".join(f"\n  Note: {note}" for note in job.get("tableauNotes", []))
    raise GatewayError(f"{state_of(job)}: job {job['jobId']}: {reason}: {error.get('message', '')}{notes}")


def wait_for(gateway, job, seconds, is_enough=lambda job: False):
    """The job at its end, or once that is enough, asked for in long polls of at most 50 s each."""
    end = time.monotonic() + seconds
    while state_of(job) in ACTIVE and not is_enough(job):
        left = end - time.monotonic()
        if left <= 0:
            raise GatewayError(f"TIMEOUT_SECONDS ({seconds}) passed: job {job['jobId']} is {state_of(job)} and goes on."
                               " Ask with TABLEAU_JOB_STATUS.")
        params = {"timeout": f"{min(50, math.ceil(left))}s"}
        job = gateway.call("GET", f"/v1/jobs/{quote(job['jobId'], safe='')}:wait", params=params, patience=min(PATIENCE, left))["job"]
    return job


def result(gateway, job, **more):
    return {"job_id": job.get("jobId"), "state": state_of(job), "request_id": gateway.request_id, **more, "warnings": gateway.warnings, "job": job}


# procedures/refresh.py
"""Asking for a refresh. Part of both procedures that do."""

TYPES = {"WORKBOOK": "RESOURCE_TYPE_WORKBOOK", "DATASOURCE": "RESOURCE_TYPE_DATASOURCE"}


def reference(resource_type, resource_name, project_name, project_path, site_id, luid, url):
    """The content that the arguments name, as the contract's ResourceRef."""
    names = resource_name or project_name or project_path
    if sum(map(bool, (names, luid, url))) != 1:
        raise BadInput("Give one of: RESOURCE_NAME with PROJECT_NAME or PROJECT_PATH; LUID; URL.")
    resource = {"site": site_id} if site_id else {}
    if resource_type or not url:
        resource["type"] = TYPES[word("RESOURCE_TYPE", resource_type, TYPES)]
    if url:
        return {**resource, "url": url}
    if luid:
        return {**resource, "luid": luid}
    if not resource_name or bool(project_name) == bool(project_path):
        raise BadInput("Give RESOURCE_NAME, and either PROJECT_NAME or PROJECT_PATH ('Outer/Inner'; a slash within a name is %2F).")
    path = [project_name] if project_name else [part.replace("%2F", "/").replace("%2f", "/").replace("%25", "%") for part in project_path.split("/")]
    if not all(path):
        raise BadInput(f"PROJECT_PATH {project_path!r} has an empty name. Write 'Outer/Inner', without slashes at the ends.")
    return {**resource, "path": {"projectPath": path, "name": resource_name}}


def server_of(gateway, connection_string):
    """The service's name for the Tableau server that the recipe's callers name by its address."""
    given = connection_string.strip().rstrip("/")
    rows = gateway.session.sql(f"SELECT NAME, VALUE FROM {SETTINGS} WHERE KIND = 'TABLEAU_SERVER' ORDER BY NAME").collect()
    for row in rows:
        if given.lower() in (row["NAME"].rstrip("/").lower(), row["VALUE"].lower()):
            return row["VALUE"]
    known = ", ".join(row["NAME"] for row in rows) or "none"
    raise BadInput(f"CONNECTION_STRING {connection_string!r} is no Tableau server of this bundle. Known: {known}. Leave it out for the default server,"
                   f" or have its owner add a row to {SETTINGS} (KIND 'TABLEAU_SERVER', NAME the address, VALUE the service's name for it).")


def refresh(session, resource, connection_string, mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id):
    """Asks for the refresh, and waits for its end if asked to."""
    timeout_seconds = whole("TIMEOUT_SECONDS", timeout_seconds, 1, 86400)
    on_unavailable = word("ON_UNAVAILABLE", on_unavailable, ("RAISE", "WARN"))
    body = {
        "resource": resource,
        "mode": "REFRESH_MODE_" + word("MODE", mode, ("FULL", "INCREMENTAL")),
        "freshness": "FRESHNESS_" + word("FRESHNESS", freshness, ("AFTER_REQUEST", "JOIN_ACTIVE", "REJECT_IF_ACTIVE")),
        "validateOnly": bool(dry_run),
    }
    gateway = Gateway(session, request_id)
    if connection_string and connection_string.strip():
        resource["server"] = server_of(gateway, connection_string)
    body.update(requestId=gateway.request_id, onBehalfOf=gateway.on_behalf_of)
    job = {}
    try:
        answer = gateway.call("POST", "/v1/resources:refresh", body)
        job = answer["job"]
        if wait and not dry_run:
            job = ended_well(wait_for(gateway, job, timeout_seconds))
    except Unavailable as error:
        if job.get("jobId"):  # it may yet fail, and nobody would see it if this call were green
            raise GatewayError(f"Job {job['jobId']} was {state_of(job)} and goes on, but could not be followed to its end: {error}"
                               " Ask with TABLEAU_JOB_STATUS.") from None
        if on_unavailable == "RAISE":
            raise
        gateway.warn(str(error))
        return {**result(gateway, job), "state": "UNAVAILABLE"}
    return result(gateway, job, disposition=answer.get("disposition", "").replace("DISPOSITION_", "", 1), dry_run=bool(dry_run))


# procedures/refresh_tableau_resource.py
"""REFRESH_TABLEAU_RESOURCE: asks for a refresh of a workbook or data source, and returns its job at once unless WAIT is true."""


def handler(session, resource_type, resource_name, project_name, site_id, connection_string, project_path, luid, url,
            mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id):
    resource = reference(resource_type, resource_name, project_name, project_path, site_id, luid, url)
    return refresh(session, resource, connection_string, mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id)
$$;
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, INTEGER, VARCHAR, BOOLEAN, VARCHAR) TO ROLE <% caller_role %>;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE_AND_WAIT(
    RESOURCE_TYPE VARCHAR DEFAULT NULL,
    RESOURCE_NAME VARCHAR DEFAULT NULL,
    PROJECT_NAME VARCHAR DEFAULT NULL,
    SITE_ID VARCHAR DEFAULT '',
    CONNECTION_STRING VARCHAR DEFAULT NULL,
    PROJECT_PATH VARCHAR DEFAULT NULL,
    LUID VARCHAR DEFAULT NULL,
    URL VARCHAR DEFAULT NULL,
    MODE VARCHAR DEFAULT 'FULL',
    FRESHNESS VARCHAR DEFAULT 'AFTER_REQUEST',
    TIMEOUT_SECONDS INTEGER DEFAULT 1800,
    ON_UNAVAILABLE VARCHAR DEFAULT 'RAISE',
    REQUEST_ID VARCHAR DEFAULT NULL
)
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: asks for a refresh and fails unless it succeeds'
    EXECUTE AS OWNER
AS $$
# procedures/refresh_tableau_resource_and_wait.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/jobs.py
"""Following a job. Part of the procedures that start one."""
import math
import time
from urllib.parse import quote

ACTIVE = {"QUEUED", "SUBMITTING", "PENDING", "RUNNING", "CANCELLING"}


def word(name, value, allowed):
    """An argument that is one of some words, in upper case."""
    text = str(value or "").strip().upper()
    if text not in allowed:
        raise BadInput(f"{name} is {value!r}; give one of {', '.join(allowed)}.")
    return text


def whole(name, value, low, high):
    if value is None or not low <= value <= high:
        raise BadInput(f"{name} is {value}; give {low} to {high}.")
    return int(value)


def state_of(job):
    return job.get("state", "JOB_STATE_UNSPECIFIED").replace("JOB_STATE_", "", 1)


def ended_well(job):
    """The job, if it succeeded. Anything else is raised, so that a task or pipeline that called does not stay green."""
    if state_of(job) == "SUCCEEDED":
        return job
    error = job.get("error", {})
    reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), state_of(job))
    notes = "".join(f"\n  Note: {note}" for note in job.get("tableauNotes", []))
    raise GatewayError(f"{state_of(job)}: job {job['jobId']}: {reason}: {error.get('message', '')}{notes}")


def wait_for(gateway, job, seconds, is_enough=lambda job: False):
    """The job at its end, or once that is enough, asked for in long polls of at most 50 s each."""
    end = time.monotonic() + seconds
    while state_of(job) in ACTIVE and not is_enough(job):
        left = end - time.monotonic()
        if left <= 0:
            raise GatewayError(f"TIMEOUT_SECONDS ({seconds}) passed: job {job['jobId']} is {state_of(job)} and goes on."
                               " Ask with TABLEAU_JOB_STATUS.")
        params = {"timeout": f"{min(50, math.ceil(left))}s"}
        job = gateway.call("GET", f"/v1/jobs/{quote(job['jobId'], safe='')}:wait", params=params, patience=min(PATIENCE, left))["job"]
    return job


def result(gateway, job, **more):
    return {"job_id": job.get("jobId"), "state": state_of(job), "request_id": gateway.request_id, **more, "warnings": gateway.warnings, "job": job}


# procedures/refresh.py
"""Asking for a refresh. Part of both procedures that do."""

TYPES = {"WORKBOOK": "RESOURCE_TYPE_WORKBOOK", "DATASOURCE": "RESOURCE_TYPE_DATASOURCE"}


def reference(resource_type, resource_name, project_name, project_path, site_id, luid, url):
    """The content that the arguments name, as the contract's ResourceRef."""
    names = resource_name or project_name or project_path
    if sum(map(bool, (names, luid, url))) != 1:
        raise BadInput("Give one of: RESOURCE_NAME with PROJECT_NAME or PROJECT_PATH; LUID; URL.")
    resource = {"site": site_id} if site_id else {}
    if resource_type or not url:
        resource["type"] = TYPES[word("RESOURCE_TYPE", resource_type, TYPES)]
    if url:
        return {**resource, "url": url}
    if luid:
        return {**resource, "luid": luid}
    if not resource_name or bool(project_name) == bool(project_path):
        raise BadInput("Give RESOURCE_NAME, and either PROJECT_NAME or PROJECT_PATH ('Outer/Inner'; a slash within a name is %2F).")
    path = [project_name] if project_name else [part.replace("%2F", "/").replace("%2f", "/").replace("%25", "%") for part in project_path.split("/")]
    if not all(path):
        raise BadInput(f"PROJECT_PATH {project_path!r} has an empty name. Write 'Outer/Inner', without slashes at the ends.")
    return {**resource, "path": {"projectPath": path, "name": resource_name}}


def server_of(gateway, connection_string):
    """The service's name for the Tableau server that the recipe's callers name by its address."""
    given = connection_string.strip().rstrip("/")
    rows = gateway.session.sql(f"SELECT NAME, VALUE FROM {SETTINGS} WHERE KIND = 'TABLEAU_SERVER' ORDER BY NAME").collect()
    for row in rows:
        if given.lower() in (row["NAME"].rstrip("/").lower(), row["VALUE"].lower()):
            return row["VALUE"]
    known = ", ".join(row["NAME"] for row in rows) or "none"
    raise BadInput(f"CONNECTION_STRING {connection_string!r} is no Tableau server of this bundle. Known: {known}. Leave it out for the default server,"
                   f" or have its owner add a row to {SETTINGS} (KIND 'TABLEAU_SERVER', NAME the address, VALUE the service's name for it).")


def refresh(session, resource, connection_string, mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id):
    """Asks for the refresh, and waits for its end if asked to."""
    timeout_seconds = whole("TIMEOUT_SECONDS", timeout_seconds, 1, 86400)
    on_unavailable = word("ON_UNAVAILABLE", on_unavailable, ("RAISE", "WARN"))
    body = {
        "resource": resource,
        "mode": "REFRESH_MODE_" + word("MODE", mode, ("FULL", "INCREMENTAL")),
        "freshness": "FRESHNESS_" + word("FRESHNESS", freshness, ("AFTER_REQUEST", "JOIN_ACTIVE", "REJECT_IF_ACTIVE")),
        "validateOnly": bool(dry_run),
    }
    gateway = Gateway(session, request_id)
    if connection_string and connection_string.strip():
        resource["server"] = server_of(gateway, connection_string)
    body.update(requestId=gateway.request_id, onBehalfOf=gateway.on_behalf_of)
    job = {}
    try:
        answer = gateway.call("POST", "/v1/resources:refresh", body)
        job = answer["job"]
        if wait and not dry_run:
            job = ended_well(wait_for(gateway, job, timeout_seconds))
    except Unavailable as error:
        if job.get("jobId"):  # it may yet fail, and nobody would see it if this call were green
            raise GatewayError(f"Job {job['jobId']} was {state_of(job)} and goes on, but could not be followed to its end: {error}"
                               " Ask with TABLEAU_JOB_STATUS.") from None
        if on_unavailable == "RAISE":
            raise
        gateway.warn(str(error))
        return {**result(gateway, job), "state": "UNAVAILABLE"}
    return result(gateway, job, disposition=answer.get("disposition", "").replace("DISPOSITION_", "", 1), dry_run=bool(dry_run))


# procedures/refresh_tableau_resource_and_wait.py
"""REFRESH_TABLEAU_RESOURCE_AND_WAIT: the published recipe's manner. Returns when the refresh has succeeded, and fails when it has not."""


def handler(session, resource_type, resource_name, project_name, site_id, connection_string, project_path, luid, url,
            mode, freshness, timeout_seconds, on_unavailable, request_id):
    resource = reference(resource_type, resource_name, project_name, project_path, site_id, luid, url)
    return refresh(session, resource, connection_string, mode, freshness, True, timeout_seconds, on_unavailable, False, request_id)
$$;
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.REFRESH_TABLEAU_RESOURCE_AND_WAIT(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, INTEGER, VARCHAR, VARCHAR) TO ROLE <% caller_role %>;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.TABLEAU_JOB_STATUS(
    JOB_ID VARCHAR
)
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: where a job stands'
    EXECUTE AS OWNER
AS $$
# procedures/tableau_job_status.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/jobs.py
"""Following a job. Part of the procedures that start one."""
import math
import time
from urllib.parse import quote

ACTIVE = {"QUEUED", "SUBMITTING", "PENDING", "RUNNING", "CANCELLING"}


def word(name, value, allowed):
    """An argument that is one of some words, in upper case."""
    text = str(value or "").strip().upper()
    if text not in allowed:
        raise BadInput(f"{name} is {value!r}; give one of {', '.join(allowed)}.")
    return text


def whole(name, value, low, high):
    if value is None or not low <= value <= high:
        raise BadInput(f"{name} is {value}; give {low} to {high}.")
    return int(value)


def state_of(job):
    return job.get("state", "JOB_STATE_UNSPECIFIED").replace("JOB_STATE_", "", 1)


def ended_well(job):
    """The job, if it succeeded. Anything else is raised, so that a task or pipeline that called does not stay green."""
    if state_of(job) == "SUCCEEDED":
        return job
    error = job.get("error", {})
    reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), state_of(job))
    notes = "".join(f"\n  Note: {note}" for note in job.get("tableauNotes", []))
    raise GatewayError(f"{state_of(job)}: job {job['jobId']}: {reason}: {error.get('message', '')}{notes}")


def wait_for(gateway, job, seconds, is_enough=lambda job: False):
    """The job at its end, or once that is enough, asked for in long polls of at most 50 s each."""
    end = time.monotonic() + seconds
    while state_of(job) in ACTIVE and not is_enough(job):
        left = end - time.monotonic()
        if left <= 0:
            raise GatewayError(f"TIMEOUT_SECONDS ({seconds}) passed: job {job['jobId']} is {state_of(job)} and goes on."
                               " Ask with TABLEAU_JOB_STATUS.")
        params = {"timeout": f"{min(50, math.ceil(left))}s"}
        job = gateway.call("GET", f"/v1/jobs/{quote(job['jobId'], safe='')}:wait", params=params, patience=min(PATIENCE, left))["job"]
    return job


def result(gateway, job, **more):
    return {"job_id": job.get("jobId"), "state": state_of(job), "request_id": gateway.request_id, **more, "warnings": gateway.warnings, "job": job}


# procedures/tableau_job_status.py
"""TABLEAU_JOB_STATUS: where a job stands. A failed job is an answer, not an error of this call."""


def handler(session, job_id):
    if not job_id or len(job_id) > 64:
        raise BadInput("Give JOB_ID as REFRESH_TABLEAU_RESOURCE returned it.")
    gateway = Gateway(session)
    return result(gateway, gateway.call("GET", f"/v1/jobs/{quote(job_id, safe='')}")["job"])
$$;
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.TABLEAU_JOB_STATUS(VARCHAR) TO ROLE <% caller_role %>;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.ROTATE_TABLEAU_CONNECTIONS(
    ACCOUNT_HOST VARCHAR,
    USER_NAME VARCHAR,
    SECRET_REF VARCHAR DEFAULT NULL,
    TOKEN_USER VARCHAR DEFAULT NULL,
    OLD_TOKEN VARCHAR DEFAULT NULL,
    DRY_RUN BOOLEAN DEFAULT TRUE,
    OLD_SECRET VARCHAR DEFAULT 'UNKNOWN',
    VERIFICATION VARCHAR DEFAULT NULL,
    ON_FAILURE VARCHAR DEFAULT 'STOP',
    MAX_FAILURES INTEGER DEFAULT 1,
    CANARY_COUNT INTEGER DEFAULT 1,
    ACCOUNT_ALIASES VARCHAR DEFAULT NULL,
    WAIT BOOLEAN DEFAULT FALSE,
    TIMEOUT_SECONDS INTEGER DEFAULT 3600,
    REQUEST_ID VARCHAR DEFAULT NULL,
    TOKEN_DAYS INTEGER DEFAULT NULL,
    OVERLAP_HOURS INTEGER DEFAULT NULL,
    KEEP_OLD_TOKEN BOOLEAN DEFAULT NULL,
    TOKEN_ROLE VARCHAR DEFAULT NULL
)
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: gives Tableau connections another secret, or with DRY_RUN tells what that would be'
    EXECUTE AS OWNER
AS $$
# procedures/rotate_tableau_connections.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/jobs.py
"""Following a job. Part of the procedures that start one."""
import math
import time
from urllib.parse import quote

ACTIVE = {"QUEUED", "SUBMITTING", "PENDING", "RUNNING", "CANCELLING"}


def word(name, value, allowed):
    """An argument that is one of some words, in upper case."""
    text = str(value or "").strip().upper()
    if text not in allowed:
        raise BadInput(f"{name} is {value!r}; give one of {', '.join(allowed)}.")
    return text


def whole(name, value, low, high):
    if value is None or not low <= value <= high:
        raise BadInput(f"{name} is {value}; give {low} to {high}.")
    return int(value)


def state_of(job):
    return job.get("state", "JOB_STATE_UNSPECIFIED").replace("JOB_STATE_", "", 1)


def ended_well(job):
    """The job, if it succeeded. Anything else is raised, so that a task or pipeline that called does not stay green."""
    if state_of(job) == "SUCCEEDED":
        return job
    error = job.get("error", {})
    reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), state_of(job))
    notes = "".join(f"\n  Note: {note}" for note in job.get("tableauNotes", []))
    raise GatewayError(f"{state_of(job)}: job {job['jobId']}: {reason}: {error.get('message', '')}{notes}")


def wait_for(gateway, job, seconds, is_enough=lambda job: False):
    """The job at its end, or once that is enough, asked for in long polls of at most 50 s each."""
    end = time.monotonic() + seconds
    while state_of(job) in ACTIVE and not is_enough(job):
        left = end - time.monotonic()
        if left <= 0:
            raise GatewayError(f"TIMEOUT_SECONDS ({seconds}) passed: job {job['jobId']} is {state_of(job)} and goes on."
                               " Ask with TABLEAU_JOB_STATUS.")
        params = {"timeout": f"{min(50, math.ceil(left))}s"}
        job = gateway.call("GET", f"/v1/jobs/{quote(job['jobId'], safe='')}:wait", params=params, patience=min(PATIENCE, left))["job"]
    return job


def result(gateway, job, **more):
    return {"job_id": job.get("jobId"), "state": state_of(job), "request_id": gateway.request_id, **more, "warnings": gateway.warnings, "job": job}


# procedures/rotate_tableau_connections.py
"""ROTATE_TABLEAU_CONNECTIONS: gives Tableau's connections of a Snowflake user another secret, which the service knows by name, or a token
that the service makes itself: no secret passes through here. A dry run, unless told otherwise, tells what would be changed and proved."""


def listed(text):
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def credential_from(secret_ref, token_user, **about):
    secret_ref, token_user = ((text or "").strip() for text in (secret_ref, token_user))
    if bool(secret_ref) == bool(token_user):
        raise BadInput("Give SECRET_REF, the service's name for the new secret (GrpcRefresh:Rotation:Secrets), or TOKEN_USER, the Snowflake user"
                       " for whom it makes a token; one of them.")
    given = {name: value for name, value in about.items() if value not in (None, "")}
    if token_user:
        return {"snowflakeToken": {"user": token_user, **dict(token_field(name, value) for name, value in given.items())}}
    for name in given:
        raise BadInput(f"{name} goes with TOKEN_USER.")
    return {"secretRef": secret_ref}


def token_field(name, value):
    if name == "TOKEN_DAYS":
        return "daysToExpiry", whole(name, value, 1, 365)
    if name == "OVERLAP_HOURS":
        return "overlap", f"{whole(name, value, 0, 720) * 3600}s"
    return {"OLD_TOKEN": "oldToken", "TOKEN_ROLE": "role", "KEEP_OLD_TOKEN": "keepOldToken"}[name], value


def only_the_old_token_is_left(job):
    """Whether every connection has its token, and the rest is waiting until the old one may go: for a day or more, which no warehouse should."""
    states = [token.get("state", "").replace("ROTATION_TOKEN_STATE_", "", 1) for token in job.get("rotation", {}).get("tokens", [])]
    return any(state in ("WAITING", "RETIRING_OLD") for state in states) and all(
        state in ("WAITING", "RETIRING_OLD", "REPLACED", "BOTH_VALID") for state in states)


def handler(session, account_host, user_name, secret_ref, token_user, old_token, dry_run, old_secret, verification, on_failure, max_failures, canary_count,
            account_aliases, wait, timeout_seconds, request_id, token_days, overlap_hours, keep_old_token, token_role):
    for name, value in (("ACCOUNT_HOST", account_host), ("USER_NAME", user_name)):
        if not value or not value.strip():
            raise BadInput(f"{name} is empty. Say whose connections are given another secret: the account's host, and the user they have now.")
    if dry_run is None:
        raise BadInput("DRY_RUN is NULL; give TRUE, or FALSE to change the connections.")
    timeout_seconds = whole("TIMEOUT_SECONDS", timeout_seconds, 1, 86400)
    # Without a refresh of everything the old token always stays.
    default = "REFRESH_ALL" if (token_user or "").strip() else "REFRESH_CANARY"
    body = {
        "selector": {"accountHost": account_host.strip(), "userName": user_name.strip(), "accountAliases": listed(account_aliases)},
        "credential": credential_from(
            secret_ref, token_user, OLD_TOKEN=(old_token or "").strip(), TOKEN_DAYS=token_days, OVERLAP_HOURS=overlap_hours,
            KEEP_OLD_TOKEN=keep_old_token, TOKEN_ROLE=(token_role or "").strip()),
        "oldSecret": "OLD_SECRET_" + word("OLD_SECRET", old_secret, ("UNKNOWN", "DEAD", "VALID")),
        "verification": "VERIFICATION_" + word("VERIFICATION", verification or default, ("REFRESH_CANARY", "REFRESH_ALL", "READ_BACK", "NONE")),
        "onFailure": "ON_FAILURE_" + word("ON_FAILURE", on_failure, ("STOP", "CONTINUE", "ROLL_BACK")),
        "maxFailures": whole("MAX_FAILURES", max_failures, 1, 1000000),
        "canaryCount": whole("CANARY_COUNT", canary_count, 1, 100),
        "validateOnly": dry_run,
    }
    gateway = Gateway(session, request_id)
    body.update(requestId=gateway.request_id, onBehalfOf=gateway.on_behalf_of)
    # Listing the connections may take minutes on a large site.
    answer = gateway.call("POST", "/v1/connections:rotateCredentials", body, patience=900.0, timeout=600)
    job = answer["job"]
    plan = answer.get("plan", {})
    # Before the wait: it may end with an error, and then only the log tells them.
    for warning in plan.get("warnings", []):
        gateway.warn(warning)
    if wait and not dry_run:
        job = wait_for(gateway, job, timeout_seconds, only_the_old_token_is_left)
        if only_the_old_token_is_left(job) and state_of(job) in ACTIVE:
            gateway.warn(f"Every connection uses its new token. Job {job['jobId']} goes on until the old one may be removed: {job['rotation'].get('phase', '')}."
                         " Until then both are valid. Ask with TABLEAU_JOB_STATUS.")
        else:
            job = ended_well(job)
    return result(gateway, job, dry_run=dry_run, plan=plan)
$$;
-- Not for every caller: grant it to the few who rotate.
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.ROTATE_TABLEAU_CONNECTIONS(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, VARCHAR, VARCHAR, VARCHAR, INTEGER, INTEGER, VARCHAR, BOOLEAN, INTEGER, VARCHAR, INTEGER, INTEGER, BOOLEAN, VARCHAR) TO ROLE SYSADMIN;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.SYNC_TABLEAU_RESOURCES(ALLOW_VANISHED BOOLEAN DEFAULT FALSE)
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: brings the table of names up to date'
    EXECUTE AS OWNER
AS $$
# procedures/sync_tableau_resources.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/sync_tableau_resources.py
"""SYNC_TABLEAU_RESOURCES: has the service bring the table of names up to date, and returns what it says of each site."""

COUNTS = ("workbooks", "datasources", "added", "changed", "vanished", "returned")  # the gateway leaves out what is 0


def handler(session, allow_vanished):
    if allow_vanished is None:
        raise BadInput("ALLOW_VANISHED is NULL; give TRUE or FALSE.")
    gateway = Gateway(session)
    # Repeating it sets the same again, or waits for the one that runs. Listing the content of all sites may take minutes.
    body = {"allowVanished": allow_vanished, "onBehalfOf": gateway.on_behalf_of}
    answer = gateway.call("POST", "/v1/resources:sync", body, patience=900.0, timeout=600)
    sites = [{"server": "", "site": "", **dict.fromkeys(COUNTS, 0), **site} for site in answer.get("sites", [])]
    failed = [f"{site['server']}/{site['site']}: {site['error'].get('message', '')}" for site in sites if site.get("error")]
    if failed and len(failed) == len(sites):
        raise GatewayError("No site was synced. " + " ".join(failed))
    for trouble in failed:
        gateway.warn(f"Not synced: {trouble}")
    return {"request_id": gateway.request_id, "warnings": gateway.warnings, "sites": sites}
$$;
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.SYNC_TABLEAU_RESOURCES(BOOLEAN) TO ROLE <% caller_role %>;

CREATE OR REPLACE PROCEDURE <% database %>.<% schema %>.CHECK_TABLEAU_GATEWAY()
    COPY GRANTS
    RETURNS VARIANT
    LANGUAGE PYTHON
    RUNTIME_VERSION = '3.12'
    PACKAGES = ('snowflake-snowpark-python', 'requests')
    HANDLER = 'handler'
    EXTERNAL_ACCESS_INTEGRATIONS = (<% database %>_GATEWAY)
    SECRETS = ('gateway' = <% database %>.<% schema %>.GATEWAY_<% authentication %>)
    COMMENT = 'GrpcRefresh: whether this account gets through to the service'
    EXECUTE AS OWNER
AS $$
# procedures/check_tableau_gateway.py
# procedures/gateway.py
"""The way from a Snowflake procedure to GrpcRefresh. Part of every procedure of this bundle."""
import logging
import random
import tempfile
import time
import uuid

import requests

try:
    from snowflake.snowpark import secrets
except ImportError:  # Snowpark before 1.40
    import _snowflake as secrets

URL = "https://<% gateway_host %>:<% gateway_port %>"
AUTHENTICATION = "<% authentication %>"
AUDIENCE = "<% audience %>"
SETTINGS = "<% database %>.<% schema %>.GATEWAY_SETTINGS"
PATIENCE = 120.0  # seconds in which a call is tried again


class Gateway:
    """One handler call's conversation: one request id and one connection for all of it."""

    def __init__(self, session, request_id=None):
        request_id = one_uuid(request_id)
        # Secrets first: some versions of Snowflake give them out only at the start, on the main thread.
        token = credential()
        self.session, self.warnings = session, []
        self.request_id = request_id or str(uuid.uuid4())
        about = session.sql(
            "SELECT CURRENT_USER() AS USER_NAME, CURRENT_ROLE() AS ROLE_NAME, LAST_QUERY_ID() AS QUERY_ID,"
            " CURRENT_TRANSACTION() AS TRANSACTION_ID,"
            f" (SELECT MAX(VALUE) FROM {SETTINGS} WHERE KIND = 'CA_BUNDLE') AS CA_BUNDLE").collect()[0]
        try:
            task = session.sql("SELECT SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME') AS TASK_NAME").collect()[0]["TASK_NAME"]
        except Exception:  # it fails outside of a task, and only there
            task = None
        # With a request id of the caller's own the call may come again from another query, and must then be the same.
        query = None if request_id else about["QUERY_ID"]
        named = {"user": about["USER_NAME"], "role": about["ROLE_NAME"], "task": task, "queryId": query}
        self.on_behalf_of = {key: str(value)[:256] for key, value in named.items() if value}
        if about["TRANSACTION_ID"]:
            self.warn("Called inside an open transaction: what it has changed is not committed yet, so the refresh may not see it. Commit first.")
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy or .netrc of the sandbox may get hold of the token
        self.http.headers.update({"Authorization": f"Bearer {token}", "X-Request-Id": self.request_id, "Accept": "application/json"})
        if about["CA_BUNDLE"]:
            with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
                file.write(about["CA_BUNDLE"])
            self.http.verify = file.name

    def warn(self, message):
        self.warnings.append(message)
        logging.getLogger("grpcrefresh").warning(message)

    def call(self, verb, path, body=None, params=None, patience=None, timeout=60):
        """The answer. All that is called here may be repeated: it reads, or carries a request id, or sets the same again."""
        end, pause = time.monotonic() + (PATIENCE if patience is None else patience), 1.0
        while True:
            try:
                reply = self.http.request(verb, URL + path, json=body, params=params, timeout=(10, timeout), allow_redirects=False)
                if reply.status_code == 200:
                    return reply.json()
                error = refusal(reply)
            except ValueError:  # which is what requests raises for JSON that is none
                error = GatewayError(f"{URL} answered with something that is not JSON: is there a proxy or a sign-on page in between?")
            except requests.exceptions.RequestException as cause:
                error = unreachable(cause)
            if error.try_again_in is None:
                raise error
            wait = max(error.try_again_in, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > end:
                raise error
            time.sleep(wait)
            pause = min(2 * pause, 20.0)


def credential():
    """What is shown to the gateway: an API key, or a token in which Snowflake vouches for this account's secret."""
    if AUTHENTICATION == "WORKLOAD_IDENTITY":
        return secrets.get_wif_token("gateway", AUDIENCE)
    key = secrets.get_generic_secret_string("gateway").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise GatewayError("The secret GATEWAY_API_KEY holds no API key. Make one with `grpcrefresh-server key create` and ALTER SECRET.")
    return key


# procedures/errors.py
"""What can go wrong, in words for whoever finds it in a task's history. Part of every procedure of this bundle."""


class BadInput(ValueError):
    """An argument is wrong; nothing was asked of the gateway."""


class GatewayError(Exception):
    """The gateway refused, or something went wrong on the way; says what and what to do."""

    def __init__(self, message, try_again_in=None):
        super().__init__(message)
        self.try_again_in = try_again_in  # seconds; None when trying again does not help


class Unavailable(GatewayError):
    """The gateway could not be reached, or says that it cannot serve just now."""


def unreachable(cause):
    """What it means that there was no answer."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return GatewayError(f"The certificate of {URL} is not trusted: {cause}. Is it signed by a private authority? Have the bundle's owner"
                            f" add that authority's certificate to {SETTINGS} as KIND 'CA_BUNDLE'.")
    return Unavailable(f"{URL} cannot be reached: {cause}. Does the network rule GATEWAY_EGRESS name this host and port, is the external"
                       " access integration that lists it enabled, and does the service run?", 0.0)


def refusal(reply):
    """What an answer other than 200 means."""
    try:
        error = reply.json()["error"]
        reason = next((detail["reason"] for detail in error.get("details", []) if "reason" in detail), error["status"])
        message = f"{reason}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        message = f"{URL} answered HTTP {reply.status_code} with something that is not GrpcRefresh's: is there a proxy in between?"
    after = reply.headers.get("Retry-After", "")
    seconds = min(float(after), 3600.0) if after.isdigit() else 0.0
    message = f"{message} [request {reply.headers.get('X-Request-Id', '?')}]"
    if reply.status_code in (502, 503, 504):
        return Unavailable(message, seconds)
    # What is in the way of a call (409) goes by itself when the gateway says how long that takes.
    return GatewayError(message, seconds if reply.status_code == 429 or (reply.status_code == 409 and after.isdigit()) else None)


def one_uuid(text):
    """A REQUEST_ID, or None when there is none."""
    try:
        return str(uuid.UUID(text)) if text else None
    except ValueError:
        raise BadInput(f"REQUEST_ID {text!r} is no UUID. Leave it out, or give UUID_STRING().") from None


# procedures/check_tableau_gateway.py
"""CHECK_TABLEAU_GATEWAY: whether this account gets through to the service and is let in. Changes nothing."""


def handler(session):
    begun = time.monotonic()
    gateway = Gateway(session)
    gateway.call("GET", "/v1/jobs", params={"pageSize": "1"}, patience=20.0)
    return {"gateway": URL, "authentication": AUTHENTICATION, "seconds": round(time.monotonic() - begun, 3), "request_id": gateway.request_id,
            "on_behalf_of": gateway.on_behalf_of, "warnings": gateway.warnings}
$$;
GRANT USAGE ON PROCEDURE <% database %>.<% schema %>.CHECK_TABLEAU_GATEWAY() TO ROLE <% caller_role %>;
