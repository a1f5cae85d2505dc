# include gateway.py errors.py
"""SYNC_TABLEAU_RESOURCES: has the service bring the table of names up to date, and returns what it says of each site."""


def handler(session):
    gateway = Gateway(session)
    # Repeating it sets the same again. Listing the content of all sites may take minutes.
    answer = gateway.call("POST", "/v1/resources:sync", {}, patience=900.0, timeout=600)
    return {"request_id": gateway.request_id, "warnings": gateway.warnings, **answer}
