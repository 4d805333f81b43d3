"""LAMBDA_RUNTIME_EXECUTOR=process: a Node process for each execution environment of a Lambda, where LocalStack would
start a container."""

from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *args, **kwargs):
        # Only now: at the time when plugins are found, LocalStack cannot yet import this.
        from .process_executor import ProcessExecutor

        return ProcessExecutor
