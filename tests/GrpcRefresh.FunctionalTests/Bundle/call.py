"""Runs a procedure of the bundle as Snowflake would, with stand-ins for Snowflake's modules and a clock that only sleeping moves.

Standard input: JSON {body, arguments, key, identity: {audience, token}, session: {transaction, task, ca, query, servers}}. Standard output: JSON."""
import json
import logging
import sys
import time
import traceback
import types

import requests  # before the clock is exchanged: it is to see the real one

asked = json.load(sys.stdin)
about = asked["session"]
queries, slept, logged = [], [], []


class Rows(list):
    def collect(self):
        return self


class Session:
    def sql(self, text, params=None):
        queries.append(text)
        if "SYSTEM$TASK_RUNTIME_INFO" in text:
            if not about["task"]:
                raise RuntimeError("Function SYSTEM$TASK_RUNTIME_INFO is only supported in a task")
            return Rows([{"TASK_NAME": about["task"]}])
        if "CURRENT_USER()" in text:
            return Rows([{"USER_NAME": "ANA", "ROLE_NAME": "PIPELINE", "QUERY_ID": about["query"], "TRANSACTION_ID": about["transaction"], "CA_BUNDLE": about["ca"]}])
        if "'TABLEAU_SERVER'" in text:
            return Rows([{"NAME": name, "VALUE": value} for name, value in about["servers"].items()])
        raise RuntimeError(f"SQL compilation error: {text}")


class Clock(types.ModuleType):
    """The module `time`, in which sleeping takes none."""

    @staticmethod
    def monotonic():
        return time.monotonic() + sum(slept)

    @staticmethod
    def sleep(seconds):
        slept.append(seconds)


class Log(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage())


secrets = types.ModuleType("snowflake.snowpark.secrets")
secrets.get_generic_secret_string = lambda alias: {"gateway": asked["key"]}[alias]
secrets.get_wif_token = lambda alias, audience: {("gateway", asked["identity"]["audience"]): asked["identity"]["token"]}[alias, audience]
snowpark = types.ModuleType("snowflake.snowpark")
snowpark.secrets = secrets
sys.modules.update({"snowflake": types.ModuleType("snowflake"), "snowflake.snowpark": snowpark, "snowflake.snowpark.secrets": secrets})
logging.getLogger("grpcrefresh").addHandler(Log())
logging.getLogger("grpcrefresh").propagate = False

answer = {"result": None, "error": None}
try:
    program = {"__name__": "procedure"}
    sys.modules["time"] = Clock("time")  # only for the program's own import: Python itself needs the real one
    exec(compile(asked["body"], "procedure", "exec"), program)
    sys.modules["time"] = time
    answer["result"] = program["handler"](Session(), **asked["arguments"])
except Exception:
    answer["error"] = "Python Interpreter Error:\n" + traceback.format_exc()
print(json.dumps({**answer, "queries": queries, "slept": slept, "logged": logged}))
