# include gateway.py errors.py jobs.py
"""TABLEAU_JOB_STATUS: where a job stands. A failed job is an answer, not an error of this call."""


def handler(session, job_id):
    if not job_id or len(job_id) > 64:
        raise BadInput("Give JOB_ID as REFRESH_TABLEAU_RESOURCE returned it.")
    gateway = Gateway(session)
    return result(gateway, gateway.call("GET", f"/v1/jobs/{quote(job_id, safe='')}")["job"])
