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
