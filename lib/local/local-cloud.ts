import { mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { cached, type OnProgress } from "./cache.ts";
import { freePort } from "./free-ports.ts";
import { pathWithThisNode } from "./node-path.ts";
import { pipInstall, requirePython, type Python } from "./python.ts";
import { startServer } from "./server-process.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";

export interface LocalCloudOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: false, the cloud ends when this process ends, in whatever way. */
  readonly outlivesUs?: boolean;
  readonly onProgress?: OnProgress;
}

export interface LocalCloud extends AsyncDisposable {
  /** Of all AWS services. */
  readonly endpointUrl: string;
  /** Undefined: the cloud is the user's own, named by AWS_ENDPOINT_URL. */
  readonly pid: number | undefined;
  /** Ends what was started here, with the Lambdas in it. May be called twice. */
  stop(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

const miniStack = "ministack==1.5.33";

/** What AWS's clients and the CDK's command line need in their environment to talk to a local cloud. */
export const awsEnvironment = (endpointUrl: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpointUrl,
  // Named apart for S3, or its client would put the bucket's name before an IP address.
  AWS_ENDPOINT_URL_S3: endpointUrl,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  CDK_DISABLE_CLI_TELEMETRY: "1",
});

/** Whether a GET of the address answers with a 2xx status. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

const install = (python: Python, onProgress?: OnProgress): Promise<string> =>
  // Named by Python's version too: the compiled packages fit only that one.
  cached(`${miniStack.replace("==", "-")}-python${python.version}`, async (folder) => {
    onProgress?.("Downloading MiniStack, a local AWS (20 MB) …");
    await pipInstall(python, [miniStack], folder);
  });

/** Only what is named here: MiniStack hands its whole environment on to the Lambdas, and AWS does not give them ours. */
function environment(packages: string, folder: string, port: number): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS, LANG = "C.UTF-8" } = process.env;
  return {
    PATH: pathWithThisNode(),
    HOME: os.homedir(),
    LANG,
    TMPDIR: path.join(folder, "tmp"),
    PYTHONPATH: [packages, path.join(import.meta.dirname, "ministack-plugin")].join(path.delimiter),
    PYTHONDONTWRITEBYTECODE: "1",
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    MINISTACK_HOST: "127.0.0.1",
    LAMBDA_EXECUTOR: "local",
    LOG_LEVEL: "WARNING",
    ...(NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS } : {}),
  };
}

/**
 * The local cloud: the one named by AWS_ENDPOINT_URL if that is set, else MiniStack, started on 127.0.0.1 in about a
 * second (the first time plus a download of 20 MB). Throws a sentence when Python is missing or it does not start.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const existing = process.env["AWS_ENDPOINT_URL"];
  if (existing) {
    return { endpointUrl: existing, pid: undefined, stop: nothing, [Symbol.asyncDispose]: nothing };
  }
  const python = await requirePython();
  const packages = await install(python, options.onProgress);
  const port = options.port ?? (await freePort());
  const endpointUrl = `http://127.0.0.1:${port}`;
  const folder = await makeTemporaryFolder("cloud");
  await mkdir(path.join(folder, "tmp"));
  try {
    const server = await startServer({
      name: "MiniStack",
      command: python.command,
      args: ["-m", "sluice_ministack"],
      env: environment(packages, folder, port),
      cwd: folder,
      logFile: path.join(folder, "server.log"),
      ready: () => answers(`${endpointUrl}/_ministack/ready`),
      outlivesUs: options.outlivesUs ?? false,
      temporaryFolders: [folder],
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      await removeFolder(folder);
    };
    return { endpointUrl, pid: server.pid, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}
