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
