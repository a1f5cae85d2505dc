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
