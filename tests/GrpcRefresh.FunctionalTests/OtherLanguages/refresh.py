"""Refreshes a data source and watches it to the end: python3 refresh.py 127.0.0.1:5400 Sales Orders"""
import sys
import time
import uuid

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpcrefresh.v1 import job_pb2, job_service_pb2, job_service_pb2_grpc
from grpcrefresh.v1 import refresh_service_pb2, refresh_service_pb2_grpc, resource_pb2


def main(address, project, name):
    with grpc.insecure_channel(address, options=[("grpc.keepalive_time_ms", 20_000)]) as channel:
        request = refresh_service_pb2.RefreshResourceRequest(
            resource=resource_pb2.ResourceRef(
                type=resource_pb2.RESOURCE_TYPE_DATASOURCE,
                path=resource_pb2.ResourcePath(project_path=[project], name=name)),
            # Sending the same request again under this id is harmless, so a lost answer is asked for again.
            request_id=str(uuid.uuid4()))
        try:
            answer = refresh_service_pb2_grpc.RefreshServiceStub(channel).RefreshResource(request, timeout=60)
        except grpc.RpcError as error:
            return refused(error)
        ended = watch(job_service_pb2_grpc.JobServiceStub(channel), answer.job.job_id)
        for note in ended.tableau_notes:
            print("  Tableau says:", note)
        return 0 if ended.state == job_pb2.JOB_STATE_SUCCEEDED else 3


def watch(jobs, job_id):
    """Goes on after the last event when the connection breaks or the service restarts."""
    token = ""
    while True:
        try:
            for event in jobs.WatchJob(job_service_pb2.WatchJobRequest(job_id=job_id, resume_token=token)):
                token = event.resume_token
                if event.HasField("job"):
                    print(job_pb2.JobState.Name(event.job.state), flush=True)
                if event.event == job_service_pb2.WATCH_EVENT_TERMINAL:
                    return event.job
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.OUT_OF_RANGE:
                token = ""  # The service no longer knows it: begin with where the job stands.
            elif error.code() == grpc.StatusCode.UNAVAILABLE:
                time.sleep(1)
            else:
                raise


def refused(error):
    """The details that every error of the service carries."""
    print(error.code().name, error.details())
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                show(detail)
    return 7


def show(detail):
    info, violations, content = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.ResourceInfo()
    if detail.Unpack(info):
        print("  reason:", info.reason)
    elif detail.Unpack(violations):
        for violation in violations.field_violations:
            print(" ", violation.field, violation.description)
    elif detail.Unpack(content):
        print(f"  {content.description}: {content.resource_name}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
