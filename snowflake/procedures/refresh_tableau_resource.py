# include gateway.py errors.py jobs.py refresh.py
"""REFRESH_TABLEAU_RESOURCE: asks for a refresh of a workbook or data source, and returns its job at once unless WAIT is true."""


def handler(session, resource_type, resource_name, project_name, site_id, connection_string, project_path, luid, url,
            mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id):
    resource = reference(resource_type, resource_name, project_name, project_path, site_id, luid, url)
    return refresh(session, resource, connection_string, mode, freshness, wait, timeout_seconds, on_unavailable, dry_run, request_id)
