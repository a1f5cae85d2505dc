# include gateway.py errors.py jobs.py
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
