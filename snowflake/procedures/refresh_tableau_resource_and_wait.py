# include gateway.py errors.py jobs.py refresh.py
"""REFRESH_TABLEAU_RESOURCE_AND_WAIT: the published recipe's manner. Returns when the refresh has succeeded, and fails when it has not."""


def handler(session, resource_type, resource_name, project_name, site_id, connection_string, project_path, luid, url,
            mode, freshness, timeout_seconds, on_unavailable, request_id):
    resource = reference(resource_type, resource_name, project_name, project_path, site_id, luid, url)
    return refresh(session, resource, connection_string, mode, freshness, True, timeout_seconds, on_unavailable, False, request_id)
