# include gateway.py errors.py
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
