import path from "node:path";
import type { OnProgress } from "./cache.ts";
import { freePort } from "./free-ports.ts";
import { jarFolder } from "./jars.ts";
import { findJava, jvmOptions } from "./java.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";

export interface DynamoDbLocalOptions {
  /** Keeps the tables in files, so that they are still there after `stopServer`. Default: false, they are in memory. */
  readonly inFiles?: boolean;
  readonly onProgress?: OnProgress;
}

export interface DynamoDbLocal extends AsyncDisposable {
  readonly endpointUrl: string;
  /** Another start changes it. */
  readonly pid: number;
  /** Ends the server; its tables are gone. May be called twice. */
  stop(): Promise<void>;
  /** Ends the server for a while; tables in files stay. */
  stopServer(): Promise<void>;
  /** Starts the server that was stopped, on the same port, and waits until it answers. */
  startServer(): Promise<void>;
}

/** The list of files in `jars/`. */
export const dynamoDbJars = "dynamodblocal-2.6.1";

const mainClass = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

/** Whether DynamoDB answers: it refuses a GET, but it refuses it by HTTP. */
async function answersAtAll(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts Amazon's own DynamoDB Local and waits until it answers: about 2 s, the first time plus a download of 49 MB. A
 * second opinion beside the local cloud's DynamoDB. It has no option to listen on 127.0.0.1 only, so nothing secret
 * belongs in it. Throws a sentence when it does not start.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const { inFiles = false, onProgress } = options;
  const [java, jars] = await Promise.all([findJava(onProgress), jarFolder(dynamoDbJars, onProgress)]);
  const folder = await makeTemporaryFolder("dynamodb");
  const port = await freePort();
  const endpointUrl = `http://127.0.0.1:${port}`;
  const jvm = [...jvmOptions(256), `-Djava.library.path=${jars}`, "-cp", `${jars}/*`];
  const storage = inFiles ? ["-dbPath", folder] : ["-inMemory"];
  const start = (): Promise<ServerProcess> =>
    startServer({
      name: "DynamoDB Local",
      command: java,
      args: [...jvm, mainClass, ...storage, "-port", String(port)],
      cwd: folder,
      logFile: path.join(folder, "server.log"),
      ready: () => answersAtAll(endpointUrl),
      temporaryFolders: [folder],
    });
  try {
    let server = await start();
    const stop = async (): Promise<void> => {
      await server.stop();
      await removeFolder(folder);
    };
    return {
      endpointUrl,
      get pid() {
        return server.pid;
      },
      stop,
      [Symbol.asyncDispose]: stop,
      stopServer: () => server.stop(),
      startServer: async () => void (server = await start()),
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}
