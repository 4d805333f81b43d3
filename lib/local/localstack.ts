import { mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { cached, type OnProgress } from "./cache.ts";
import { dynamoDbJars } from "./dynamodb-local.ts";
import { freePort } from "./free-ports.ts";
import { jarFolder } from "./jars.ts";
import { findJava } from "./java.ts";
import { answers, type LocalCloud, type LocalCloudOptions } from "./local-cloud.ts";
import { pathWithThisNode } from "./node-path.ts";
import { findPython, pipInstall, type Python } from "./python.ts";
import { startServer } from "./server-process.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";

/** LocalStack is there, or a sentence that says why it cannot be on this machine. */
export type LocalStackResult = { readonly cloud: LocalCloud } | { readonly missing: string };

const pythonVersion = "3.13";
const name = "localstack-4.14.0";
/** Upper bounds where a later version breaks this release. */
const packages = ["localstack-core[runtime]==4.14.0", "cbor2<6", "pyopenssl<26", "cryptography<47", "service_identity"];

const install = (python: Python, onProgress?: OnProgress): Promise<string> =>
  cached(`${name}-python${python.version}`, async (folder) => {
    onProgress?.("Downloading LocalStack (104 MB) …");
    await pipInstall(python, packages, folder);
  });

async function environment(folder: string, port: number, onProgress?: OnProgress): Promise<NodeJS.ProcessEnv> {
  const [java, jars] = await Promise.all([findJava(onProgress), jarFolder(dynamoDbJars, onProgress)]);
  const { NODE_EXTRA_CA_CERTS } = process.env;
  return {
    PATH: pathWithThisNode(),
    HOME: os.homedir(),
    TMPDIR: path.join(folder, "tmp"),
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    // A name, since it makes invalid function URLs from an address.
    LOCALSTACK_HOST: `localhost:${port}`,
    FILESYSTEM_ROOT: path.join(folder, "files"),
    SQS_ENDPOINT_STRATEGY: "path",
    CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: "1",
    // It starts neither a name server nor anything that calls home.
    DISABLE_EVENTS: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    DNS_ADDRESS: "0",
    // Our plugin: Lambdas as processes, DynamoDB from our jars.
    LAMBDA_RUNTIME_EXECUTOR: "process",
    DYNAMODB_IN_MEMORY: "1",
    SLUICE_DYNAMODB_JARS: jars,
    SLUICE_JAVA: java,
    PYTHONDONTWRITEBYTECODE: "1",
    ...(NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS } : {}),
  };
}

/**
 * Starts LocalStack 4.14 without Docker on 127.0.0.1, a second cloud to test on: 4 to 7 s, the first time plus a download
 * of 150 MB. Without a Python 3.13 it starts nothing and says so. Throws a sentence when it does not start.
 */
export async function startLocalStack({
  port,
  outlivesUs,
  onProgress,
}: LocalCloudOptions = {}): Promise<LocalStackResult> {
  const python = await findPython(pythonVersion);
  if (!python) {
    return {
      missing: `LocalStack 4.14 needs Python ${pythonVersion} with pip, which was not found: install it to test there.`,
    };
  }
  const installed = await install(python, onProgress);
  const ownPort = port ?? (await freePort());
  const endpointUrl = `http://127.0.0.1:${ownPort}`;
  const folder = await makeTemporaryFolder("localstack");
  try {
    await mkdir(path.join(folder, "tmp"));
    const plugin = path.join(import.meta.dirname, "localstack-plugin");
    const server = await startServer({
      name: "LocalStack",
      command: python.command,
      args: ["-m", "localstack.runtime.main"],
      env: {
        ...(await environment(folder, ownPort, onProgress)),
        PYTHONPATH: [installed, plugin].join(path.delimiter),
      },
      cwd: folder,
      logFile: path.join(folder, "server.log"),
      ready: () => answers(`${endpointUrl}/_localstack/health`),
      // Its services have ended by then; it goes on to wait for itself.
      stopLimitMs: 3000,
      outlivesUs: outlivesUs ?? false,
      temporaryFolders: [folder],
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      await removeFolder(folder);
    };
    return { cloud: { endpointUrl, pid: server.pid, stop, [Symbol.asyncDispose]: stop } };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}
