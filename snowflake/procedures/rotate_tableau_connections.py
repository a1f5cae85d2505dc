# include gateway.py errors.py jobs.py
"""ROTATE_TABLEAU_CONNECTIONS: gives Tableau's connections of a Snowflake user another secret, which the service knows by name, or a token
that the service makes itself: no secret passes through here. A dry run, unless told otherwise, tells what would be changed and proved."""


def listed(text):
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def credential_from(secret_ref, token_user, old_token):
    secret_ref, token_user, old_token = ((text or "").strip() for text in (secret_ref, token_user, old_token))
    if bool(secret_ref) == bool(token_user):
        raise BadInput("Give SECRET_REF, the service's name for the new secret (GrpcRefresh:Rotation:Secrets), or TOKEN_USER, the Snowflake user"
                       " for whom it makes a token; one of them.")
    if old_token and not token_user:
        raise BadInput("OLD_TOKEN goes with TOKEN_USER.")
    return {"snowflakeToken": {"user": token_user, "oldToken": old_token}} if token_user else {"secretRef": secret_ref}


def handler(session, account_host, user_name, secret_ref, token_user, old_token, dry_run, old_secret, verification, on_failure, max_failures, canary_count,
            account_aliases, wait, timeout_seconds, request_id):
    for name, value in (("ACCOUNT_HOST", account_host), ("USER_NAME", user_name)):
        if not value or not value.strip():
            raise BadInput(f"{name} is empty. Say whose connections are given another secret: the account's host, and the user they have now.")
    if dry_run is None:
        raise BadInput("DRY_RUN is NULL; give TRUE, or FALSE to change the connections.")
    timeout_seconds = whole("TIMEOUT_SECONDS", timeout_seconds, 1, 86400)
    body = {
        "selector": {"accountHost": account_host.strip(), "userName": user_name.strip(), "accountAliases": listed(account_aliases)},
        "credential": credential_from(secret_ref, token_user, old_token),
        "oldSecret": "OLD_SECRET_" + word("OLD_SECRET", old_secret, ("UNKNOWN", "DEAD", "VALID")),
        "verification": "VERIFICATION_" + word("VERIFICATION", verification, ("REFRESH_CANARY", "REFRESH_ALL", "READ_BACK", "NONE")),
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
    if wait and not dry_run:
        job = ended_well(wait_for(gateway, job, timeout_seconds))
    plan = answer.get("plan", {})
    for warning in plan.get("warnings", []):
        gateway.warn(warning)
    return result(gateway, job, dry_run=dry_run, plan=plan)
