# include gateway.py errors.py
"""CHECK_TABLEAU_GATEWAY: whether this account gets through to the service and is let in. Changes nothing."""


def handler(session):
    begun = time.monotonic()
    gateway = Gateway(session)
    gateway.call("GET", "/v1/jobs", params={"pageSize": "1"}, patience=20.0)
    return {"gateway": URL, "authentication": AUTHENTICATION, "seconds": round(time.monotonic() - begun, 3), "request_id": gateway.request_id,
            "on_behalf_of": gateway.on_behalf_of, "warnings": gateway.warnings}
