import { cpSync, existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { cached } from "./cache.ts";
import { earlierServerRuns } from "./earlier-server.ts";
import { jvmOptions } from "./java.ts";
import { kafkaProperties, scramUsers, type KafkaNode } from "./kafka-properties.ts";
import { run } from "./run.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import type { TlsPem } from "./tls-pem.ts";

/** Java and jars. */
export interface KafkaInstallation {
  readonly java: string;
  readonly jars: string;
}

export interface NodeStart {
  readonly outlivesUs: boolean;
  readonly temporaryFolders: readonly string[];
}

const clusterId = "MkU3OEVBNTcwNTJENDM2Qg";
const pidFile = "server.pid";
const patienceMs = 10_000;
const quietLog = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"];
/** The broker says it here: an open port comes too early. */
const readyLog = ["-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info"];

async function format({ java, jars }: KafkaInstallation, node: KafkaNode, properties: string): Promise<void> {
  const users = node.securePort === undefined ? [] : scramUsers.flatMap((user) => ["--add-scram", user]);
  const tool = [...jvmOptions(128), ...quietLog, "-cp", `${jars}/*`, "kafka.tools.StorageTool"];
  const { code, output } = await run(java, [...tool, "format", "-t", clusterId, "-c", properties, ...users]);
  if (code !== 0) throw new Error(`Kafka could not format its data folder:\n${output.trim()}`);
}

/**
 * The node's formatted data: a few files which are the same for every cluster here, whatever its ports, so that one more
 * start of a JVM is spared each time.
 */
async function formattedData(installation: KafkaInstallation, node: KafkaNode): Promise<string> {
  const kind = `${node.id === 1 ? "controller" : "broker"}${node.securePort === undefined ? "" : "-scram"}`;
  const folder = await cached(`${path.basename(installation.jars)}-formatted-${kind}`, async (part) => {
    const properties = path.join(part, "server.properties");
    await writeFile(properties, kafkaProperties({ ...node, folder: part }));
    await format(installation, node, properties);
  });
  return path.join(folder, "data");
}

/** Writes the node's files; keeps the data of an earlier run. `tls` only for a secure node. */
export async function prepareNode(installation: KafkaInstallation, node: KafkaNode, tls?: TlsPem): Promise<void> {
  await mkdir(node.folder, { recursive: true });
  if (tls) {
    await writeFile(path.join(node.folder, "ca.pem"), tls.ca, { mode: 0o600 });
    await writeFile(path.join(node.folder, "server.pem"), tls.key + tls.certificate, { mode: 0o600 });
  }
  await writeFile(path.join(node.folder, "server.properties"), kafkaProperties(node));
  const data = path.join(node.folder, "data");
  if (!existsSync(data)) cpSync(await formattedData(installation, node), data, { recursive: true });
}

/**
 * Throws a sentence when another broker has the node's folder open; gives one that was just told to end some seconds.
 * Must come first: a second broker that only tries to start destroys the first one's log.
 */
export async function checkNodeIsFree({ folder }: KafkaNode): Promise<void> {
  if (!(await earlierServerRuns(path.join(folder, pidFile), folder, patienceMs))) return;
  throw new Error(`Another Kafka has ${folder} open: end the other run that uses it, then try again.`);
}

/** Starts a prepared node and waits until it serves. */
export function startNode(
  { java, jars }: KafkaInstallation,
  node: KafkaNode,
  start: NodeStart,
): Promise<ServerProcess> {
  const jvm = ["-Xms256m", ...jvmOptions(256), ...quietLog, ...readyLog, "-cp", `${jars}/*`];
  return startServer({
    name: "Kafka",
    command: java,
    args: [...jvm, "kafka.Kafka", path.join(node.folder, "server.properties")],
    logFile: path.join(node.folder, "server.log"),
    pidFile: path.join(node.folder, pidFile),
    ready: "Kafka Server started",
    ...start,
  });
}
