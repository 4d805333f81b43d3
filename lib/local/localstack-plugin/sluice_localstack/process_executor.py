import json
import shutil
import tempfile
import threading
import time
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from .node_process import NodeProcess


class ProcessExecutor(RuntimeExecutor):
    """One execution environment: the unpacked code, its layers, and a process that handles one event after the other."""

    process = None

    def start(self, env_vars):
        function = self.function_version.config
        self.folder = Path(tempfile.mkdtemp(prefix="sluice-lambda-"))
        task = self.folder / "task"
        shutil.copytree(function.code.get_unzipped_code_location(), task)
        for layer in function.layers or []:
            layer.code.prepare_for_execution()
            shutil.copytree(layer.code.get_unzipped_code_location(), self.folder / "opt", dirs_exist_ok=True)
        self.env = {
            "NODE_PATH": str(self.folder / "opt/nodejs/node_modules"),
            # Some libraries take its absence as "this is not a Lambda".
            "AWS_LAMBDA_RUNTIME_API": "none",
            **{name: str(value) for name, value in env_vars.items()},
            "LAMBDA_TASK_ROOT": str(task),
            "TMPDIR": str(self.folder),
        }
        self.process = NodeProcess(task, self.env, self.folder / "log")

    def invoke(self, payload):
        timeout, timed_out, started = self.function_version.config.timeout, threading.Event(), time.time()
        if not self.process.runs():
            # As on AWS: an environment whose process has ended gets a new one.
            self.process = NodeProcess(self.folder / "task", self.env, self.folder / "log")

        def end_it():
            timed_out.set()
            self.process.kill()

        timer = threading.Timer(timeout, end_it)
        timer.start()
        answer = self.process.ask({**payload, "deadline": (started + timeout) * 1000})
        timer.cancel()
        request = payload["invoke-id"]
        if answer is None:
            body, is_error = self._death(request, timeout if timed_out.is_set() else None), True
        else:
            body, is_error = answer["body"], answer["error"]
        logs = self._framed_logs(request, (time.time() - started) * 1000)
        return InvocationResult(request, body.encode(), is_error=is_error, logs=logs)

    def _death(self, request, timeout):
        """The body of AWS's answer when the process gave none. `timeout` in seconds; None: it ended by itself."""
        if timeout is not None:
            kind, why = "Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds"
        else:
            kind, why = "Runtime.ExitError", f"Runtime exited with error: exit status {self.process.exit_code()}"
        return json.dumps({"errorType": kind, "errorMessage": f"RequestId: {request} Error: {why}"})

    def _framed_logs(self, request, duration):
        version, memory = self.function_version.id.qualifier, self.function_version.config.memory_size
        return (
            f"START RequestId: {request} Version: {version}\n{self.process.new_logs()}END RequestId: {request}\n"
            f"REPORT RequestId: {request}\tDuration: {duration:.2f} ms\tBilled Duration: {int(duration) + 1} ms\t"
            f"Memory Size: {memory} MB\tMax Memory Used: {memory} MB\t\n"
        )

    def stop(self):
        if self.process:
            self.process.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def get_address(self):
        return "127.0.0.1"

    def get_endpoint_from_executor(self):
        return "127.0.0.1"

    def get_runtime_endpoint(self):
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    def get_logs(self):
        return self.process.new_logs()

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass
