import json
import os
import signal
import subprocess
from pathlib import Path

#: What a Lambda may see of LocalStack's own environment.
KEPT = ("PATH", "HOME", "NODE_EXTRA_CA_CERTS")


class NodeProcess:
    """A Node that runs `runner.cjs`: events go in and answers come out by two pipes, one line of JSON each."""

    def __init__(self, folder, env, log_file):
        self.log_file, self.log_read = log_file, 0
        event_in, event_out = os.pipe()
        answer_in, answer_out = os.pipe()
        runner = Path(__file__).with_name("runner.cjs")
        with open(log_file, "wb") as log:
            self.process = subprocess.Popen(
                ["node", str(runner), str(event_in), str(answer_out)],
                cwd=folder,
                env={**{name: os.environ[name] for name in KEPT if name in os.environ}, **env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(event_in, answer_out),
                start_new_session=True,
            )
        os.close(event_in)
        os.close(answer_out)
        self.events, self.answers = os.fdopen(event_out, "wb"), os.fdopen(answer_in, "rb")

    def ask(self, event):
        """The handler's answer to an event. None: the process has ended without one."""
        try:
            self.events.write(json.dumps(event).encode() + b"\n")
            self.events.flush()
            line = self.answers.readline()
        except BrokenPipeError:
            line = b""
        if line:
            return json.loads(line)
        self.process.wait()
        return None

    def runs(self):
        return self.process.poll() is None

    def exit_code(self):
        return self.process.returncode

    def kill(self):
        try:
            # The whole group: what the handler has started must not stay behind.
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def new_logs(self):
        """What the process has printed since the last call."""
        data = self.log_file.read_bytes()[self.log_read :]
        self.log_read += len(data)
        return data.decode(errors="replace")
