"""Runs the DynamoDB Local that Sluice has fetched, where LocalStack would download one."""

import os

from localstack.runtime import hooks

MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


@hooks.on_infra_start()
def use_fetched_dynamodb():
    """Reads SLUICE_DYNAMODB_JARS (the folder) and SLUICE_JAVA (the command). Without them LocalStack does as it always does."""
    jars, java = os.environ.get("SLUICE_DYNAMODB_JARS"), os.environ.get("SLUICE_JAVA")
    if not jars or not java:
        return
    from localstack.services.dynamodb.packages import DynamoDBLocalPackageInstaller
    from localstack.services.dynamodb.server import DynamodbServer

    def shell_command(self):
        store = ["-inMemory"] if self.in_memory else ["-dbPath", self.db_path]
        jvm = [java, f"-Xmx{self.heap_size}", f"-Djava.library.path={jars}", "-cp", f"{jars}/*"]
        return [*jvm, MAIN_CLASS, "-port", str(self.port), *store]

    DynamoDBLocalPackageInstaller.install = lambda self, target=None: None
    DynamoDBLocalPackageInstaller.get_java_env_vars = lambda self: {}
    DynamodbServer._create_shell_command = shell_command
