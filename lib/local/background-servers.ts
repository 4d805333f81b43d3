import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder, type OnProgress } from "./cache.ts";
import { startKafka } from "./kafka.ts";
import { startLocalCloud } from "./local-cloud.ts";
import { startPostgres } from "./postgres.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";

/** Real servers that go on when the command that started them has ended. */
export interface BackgroundServers {
  readonly kafkaBootstrap: string;
  readonly postgresUrl: string;
  readonly awsEndpointUrl: string;
  /** For files that belong to these servers; removed with them. */
  readonly folder: string;
  /** Each the leader of a group of its own. */
  readonly pids: readonly number[];
}

const stopLimitMs = 8000;

const stateFile = async (): Promise<string> => path.join(await cacheFolder(), "background-servers.json");

/** The servers of an earlier command, if all of them still run. */
export async function findBackgroundServers(): Promise<BackgroundServers | undefined> {
  const state = await readState();
  const endpoint = process.env["AWS_ENDPOINT_URL"];
  const sameCloud = endpoint === undefined || endpoint === state?.awsEndpointUrl;
  return state && sameCloud && state.pids.every((pid) => isRunning(pid, state.folder)) ? state : undefined;
}

/**
 * Starts Kafka (which makes topics by itself), PostgreSQL and the local cloud, or uses the cloud that AWS_ENDPOINT_URL
 * names. They run until `stopBackgroundServers`.
 */
export async function startBackgroundServers(onProgress: OnProgress): Promise<BackgroundServers> {
  await stopBackgroundServers();
  const folder = await makeTemporaryFolder("background");
  // PostgreSQL runs as another user when root starts it.
  await chmod(folder, 0o755);
  const starting = inTemporaryFolder(path.join(folder, "servers"), () =>
    Promise.allSettled([
      startKafka({ outlivesUs: true, autoCreateTopics: true, dataFolder: path.join(folder, "kafka"), onProgress }),
      startPostgres({ outlivesUs: true }),
      startLocalCloud({ outlivesUs: true, onProgress }),
    ]),
  );
  const [kafka, postgres, cloud] = await starting;
  if (kafka.status === "fulfilled" && postgres.status === "fulfilled" && cloud.status === "fulfilled") {
    const servers: BackgroundServers = {
      kafkaBootstrap: kafka.value.bootstrap,
      postgresUrl: postgres.value.url,
      awsEndpointUrl: cloud.value.endpointUrl,
      folder,
      pids: [...kafka.value.pids, postgres.value.pid, ...(cloud.value.pid === undefined ? [] : [cloud.value.pid])],
    };
    await writeFile(await stateFile(), JSON.stringify(servers));
    return servers;
  }
  for (const server of [kafka, postgres, cloud]) if (server.status === "fulfilled") await server.value.stop();
  await removeFolder(folder);
  throw [kafka, postgres, cloud].find((server) => server.status === "rejected")?.reason;
}

/** Ends the servers of an earlier command and removes their data. Returns whether there were any. */
export async function stopBackgroundServers(): Promise<boolean> {
  const state = await readState();
  if (!state) return false;
  const { pids, folder } = state;
  for (const pid of pids) signal(pid, folder, "SIGTERM");
  const deadline = Date.now() + stopLimitMs;
  while (pids.some((pid) => isRunning(pid, folder)) && Date.now() < deadline) await sleep(50);
  for (const pid of pids) signal(pid, folder, "SIGKILL");
  await removeFolder(folder);
  await rm(await stateFile(), { force: true });
  return true;
}

/** The servers make their folders in the system's temporary folder: here in one that goes with them. */
async function inTemporaryFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

async function readState(): Promise<BackgroundServers | undefined> {
  const file = await stateFile();
  if (!existsSync(file)) return undefined;
  const state: BackgroundServers = JSON.parse(readFileSync(file, "utf8"));
  return state;
}

/** Whether the process is one of these servers: another may have got its number since. */
function isRunning(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    const place = readlinkSync(`/proc/${pid}/cwd`);
    return place.startsWith(folder) || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
  } catch {
    return false;
  }
}

/** To the server and its own children: the local cloud's Lambdas must not stay behind. */
function signal(pid: number, folder: string, name: NodeJS.Signals): void {
  if (isRunning(pid, folder)) process.kill(-pid, name);
}
