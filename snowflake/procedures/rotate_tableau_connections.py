# include gateway.py errors.py jobs.py
"""ROTATE_TABLEAU_CONNECTIONS: gives Tableau's connections of a Snowflake user another secret, which the service knows by name: no secret
passes through Snowflake. A dry run, unless told otherwise, tells what would be changed and proved."""


def listed(text):
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def handler(session, account_host, user_name, secret_ref, dry_run, old_secret, verification, on_failure, max_failures, canary_count,
            account_aliases, wait, timeout_seconds, request_id):
    for name, value in (("ACCOUNT_HOST", account_host), ("USER_NAME", user_name), ("SECRET_REF", secret_ref)):
        if not value or not value.strip():
            raise BadInput(f"{name} is empty. Say whose connections are given what: the account's host, the user they have now, and"
                           " the service's name for the new secret (GrpcRefresh:Rotation:Secrets).")
    if dry_run is None:
        raise BadInput("DRY_RUN is NULL; give TRUE, or FALSE to change the connections.")
    timeout_seconds = whole("TIMEOUT_SECONDS", timeout_seconds, 1, 86400)
    body = {
        "selector": {"accountHost": account_host.strip(), "userName": user_name.strip(), "accountAliases": listed(account_aliases)},
        "credential": {"secretRef": secret_ref.strip()},
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
