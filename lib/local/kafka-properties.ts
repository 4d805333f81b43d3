import path from "node:path";

/** What one node of the local Kafka needs to know. Node 1 is broker and controller, node 2 a broker only. */
export interface KafkaNode {
  readonly id: 1 | 2;
  readonly nodeCount: 1 | 2;
  /** Its own folder: configuration, certificates, log. */
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Port of the TLS listener, if there is one. */
  readonly securePort?: number;
  readonly autoCreateTopics: boolean;
}

/** The one user of the secure listener, known to all SASL mechanisms. */
export const secureUser = { username: "alice", password: "alice-secret" } as const;

export const scramUsers: readonly string[] = ["SCRAM-SHA-256", "SCRAM-SHA-512"].map(
  (mechanism) => `${mechanism}=[name=${secureUser.username},password=${secureUser.password}]`,
);

const security = "org.apache.kafka.common.security";
const sasl = "listener.name.sasl_ssl";

function secureProperties(folder: string): Record<string, string> {
  return {
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": path.join(folder, "server.pem"),
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": path.join(folder, "ca.pem"),
    "ssl.client.auth": "none",
    "sasl.enabled.mechanisms": "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN,OAUTHBEARER",
    [`${sasl}.scram-sha-256.sasl.jaas.config`]: `${security}.scram.ScramLoginModule required;`,
    [`${sasl}.scram-sha-512.sasl.jaas.config`]: `${security}.scram.ScramLoginModule required;`,
    [`${sasl}.plain.sasl.jaas.config`]: `${security}.plain.PlainLoginModule required user_${secureUser.username}="${secureUser.password}";`,
    // Takes tokens with algorithm "none": enough to test that a client sends one.
    [`${sasl}.oauthbearer.sasl.jaas.config`]: `${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
}

/** The node's `server.properties`. */
export function kafkaProperties(node: KafkaNode): string {
  const listeners = [`PLAINTEXT://127.0.0.1:${node.port}`];
  if (node.securePort !== undefined) listeners.push(`SASL_SSL://127.0.0.1:${node.securePort}`);
  const controller = node.id === 1 ? [`CONTROLLER://127.0.0.1:${node.controllerPort}`] : [];
  const properties: Record<string, string | number | boolean> = {
    "process.roles": node.id === 1 ? "broker,controller" : "broker",
    "node.id": node.id,
    "controller.quorum.voters": `1@127.0.0.1:${node.controllerPort}`,
    listeners: [...listeners, ...controller].join(","),
    "advertised.listeners": listeners.join(","),
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "log.dirs": path.join(node.folder, "data"),
    "auto.create.topics.enable": node.autoCreateTopics,
    "message.max.bytes": 10_485_760,
    "min.insync.replicas": 1,
    // The sample's records bear old dates, and its topics must still be there after a week.
    "log.retention.ms": -1,
    // The rest is what makes one small machine start it fast and notice a dead node soon.
    "group.initial.rebalance.delay.ms": 0,
    // A node that was killed may register again only after this; one node alone is spared a false alarm on a busy machine.
    "broker.session.timeout.ms": node.nodeCount === 1 ? 6000 : 3000,
    "broker.heartbeat.interval.ms": 500,
    "auto.leader.rebalance.enable": false,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "num.recovery.threads.per.data.dir": 1,
    "log.cleaner.dedupe.buffer.size": 2_097_152,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.min.isr": 1,
    ...(node.securePort === undefined ? {} : secureProperties(node.folder)),
  };
  for (const internal of ["offsets.topic", "transaction.state.log", "share.coordinator.state.topic"]) {
    properties[`${internal}.replication.factor`] = node.nodeCount;
    properties[`${internal}.num.partitions`] = 1;
  }
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  return lines.join("");
}
