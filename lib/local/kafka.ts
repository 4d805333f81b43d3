import path from "node:path";
import type { OnProgress } from "./cache.ts";
import { freePorts } from "./free-ports.ts";
import { jarFolder } from "./jars.ts";
import { findJava } from "./java.ts";
import { moveLeader } from "./kafka-leader.ts";
import { checkNodeIsFree, prepareNode, startNode, type KafkaInstallation } from "./kafka-node.ts";
import { secureUser, type KafkaNode } from "./kafka-properties.ts";
import type { ServerProcess } from "./server-process.ts";
import { makeTemporaryFolder, removeFolder } from "./temporary-folder.ts";
import { makeTlsPem } from "./tls-pem.ts";

export type NodeId = 1 | 2;

export interface KafkaOptions {
  /** Brokers; with two, topics can have two replicas, and node 2 can go while node 1 (the controller) stays. Default: 1. */
  readonly nodes?: 1 | 2;
  /** Adds a TLS listener with SASL. Default: false. */
  readonly secure?: boolean;
  /** Keeps topics in this folder for the next start. Default: a temporary one, removed at the end. */
  readonly dataFolder?: string;
  /** Default: false, as a careful operator sets it. */
  readonly autoCreateTopics?: boolean;
  /** Port of node 1's plain listener. Default: a free one. */
  readonly port?: number;
  /** Default: false, the brokers end when this process ends, in whatever way. */
  readonly outlivesUs?: boolean;
  readonly onProgress?: OnProgress;
}

/** What a client of the TLS listener needs. */
export interface SecureListener {
  /** Comma-separated `host:port`. */
  readonly bootstrap: string;
  readonly caPem: string;
  /** Known to PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512; OAUTHBEARER takes any unsecured token. */
  readonly username: string;
  readonly password: string;
}

export interface Kafka extends AsyncDisposable {
  /** Comma-separated `host:port` of the plain listeners. */
  readonly bootstrap: string;
  /** Only with the option `secure`. */
  readonly secure?: SecureListener;
  /** Process ids, for what outlives this process. */
  readonly pids: readonly number[];
  /** Process id of a node that runs, which another start changes; for a test that wants to send it a signal. */
  pidOf(id: NodeId): number;
  /** Ends all nodes and removes temporary data. May be called twice. */
  stop(): Promise<void>;
  /** Ends one node; its data stays. SIGTERM (default) hands its leaderships over first, SIGKILL does not. */
  stopNode(id: NodeId, signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts a node that was stopped, on the same ports, and waits until it serves. */
  startNode(id: NodeId): Promise<void>;
  /** Makes `toNode` the leader of a partition that has a replica there. Resolves when it leads. */
  moveLeader(topic: string, partition: number, toNode: NodeId): Promise<void>;
}

const listFile = "kafka-4.4.0";

async function layOut(root: string, options: KafkaOptions): Promise<[KafkaNode, ...KafkaNode[]]> {
  const { nodes: nodeCount = 1, secure = false, autoCreateTopics = false } = options;
  const [controllerPort = 0, ...ports] = await freePorts(1 + 2 * nodeCount);
  const node = (id: NodeId): KafkaNode => ({
    id,
    nodeCount,
    folder: path.join(root, `node-${id}`),
    port: (id === 1 ? options.port : undefined) ?? ports[2 * id - 2] ?? 0,
    controllerPort,
    autoCreateTopics,
    ...(secure ? { securePort: ports[2 * id - 1] ?? 0 } : {}),
  });
  return nodeCount === 1 ? [node(1)] : [node(1), node(2)];
}

async function install(onProgress?: OnProgress): Promise<KafkaInstallation> {
  const [java, jars] = await Promise.all([findJava(onProgress), jarFolder(listFile, onProgress)]);
  return { java, jars };
}

/**
 * Starts a real Apache Kafka on 127.0.0.1 and waits until it serves: about 2 s, the first time plus a download of 45 MB
 * (and 34 MB for Java where there is none). Throws a sentence with the broker's last output when it does not start, and
 * when another broker has the data folder open.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const { dataFolder, outlivesUs = false, secure = false } = options;
  const installation = await install(options.onProgress);
  const root = dataFolder === undefined ? await makeTemporaryFolder("kafka") : path.resolve(dataFolder);
  const nodes = await layOut(root, options);
  await Promise.all(nodes.map(checkNodeIsFree));
  const start = { outlivesUs, temporaryFolders: dataFolder === undefined ? [root] : [] };
  const running = new Map<number, ServerProcess>();
  const startOne = async (node: KafkaNode): Promise<void> =>
    void running.set(node.id, await startNode(installation, node, start));
  const withId = (id: NodeId): KafkaNode => {
    const node = nodes.find((candidate) => candidate.id === id);
    if (!node) throw new Error(`This Kafka has no node ${id}: start it with nodes: 2.`);
    return node;
  };
  const stop = async (): Promise<void> => {
    // Node 2 first: it says goodbye to the controller, which is node 1.
    await running.get(2)?.stop();
    await running.get(1)?.stop();
    if (dataFolder === undefined) await removeFolder(root);
  };

  const tls = secure ? await makeTlsPem() : undefined;
  try {
    await Promise.all(nodes.map((node) => prepareNode(installation, node, tls)));
    const started = await Promise.allSettled(nodes.map(startOne));
    for (const result of started) if (result.status === "rejected") throw result.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  const addresses = (port: (node: KafkaNode) => number | undefined): string =>
    nodes.map((node) => `127.0.0.1:${port(node)}`).join(",");
  const bootstrap = addresses((node) => node.port);
  return {
    bootstrap,
    ...(tls ? { secure: { bootstrap: addresses((node) => node.securePort), caPem: tls.ca, ...secureUser } } : {}),
    pids: [...running.values()].map((server) => server.pid),
    pidOf(id) {
      const server = running.get(id);
      if (!server?.running) throw new Error(`This Kafka's node ${id} does not run.`);
      return server.pid;
    },
    stop,
    [Symbol.asyncDispose]: stop,
    async stopNode(id, signal = "SIGTERM") {
      withId(id);
      await running.get(id)?.stop(signal);
    },
    startNode: (id) => startOne(withId(id)),
    async moveLeader(topic, partition, toNode) {
      withId(toNode);
      await moveLeader(nodes[0].port, topic, partition, toNode);
    },
  };
}
