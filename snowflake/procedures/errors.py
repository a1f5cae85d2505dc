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
