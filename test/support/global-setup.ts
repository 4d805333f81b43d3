import process from "node:process";
import type { TestProject } from "vitest/node";
import type { OnProgress } from "../../lib/local/cache.ts";
import { startKafka, type SecureListener } from "../../lib/local/kafka.ts";
import { startLocalCloud, type LocalCloud } from "../../lib/local/local-cloud.ts";
import { startLocalStack } from "../../lib/local/localstack.ts";
import { startPostgres } from "../../lib/local/postgres.ts";

/** Addresses of the real servers, for `inject("kafka")` and so on in tests. */
interface Addresses {
  /** One broker. Topics are not made by themselves; each test makes its own. */
  readonly kafka: {
    /** `host:port` of the listener without security. */
    readonly bootstrap: string;
    /** TLS and SASL: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER. */
    readonly secure: SecureListener;
  };
  /** The server's database `postgres`; `createDatabase` of lib/local/postgres.ts makes a test its own. */
  readonly postgresUrl: string;
  /** The local cloud, with DynamoDB in it; `awsEnvironment` of lib/local/local-cloud.ts has the other settings. */
  readonly awsEndpointUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext extends Addresses {}
}

interface Servers {
  readonly addresses: Addresses;
  stop(): Promise<void>;
}

interface SharedServers {
  readonly servers: Promise<Servers>;
  projects: number;
}

declare global {
  /** Global, since vitest loads this file anew for each project. */
  var sluiceTestServers: SharedServers | undefined;
}

/** MiniStack, or LocalStack with SLUICE_CLOUD=localstack. Throws when LocalStack is asked for and cannot be here. */
async function startCloud(onProgress: OnProgress): Promise<LocalCloud> {
  if (process.env["SLUICE_CLOUD"] !== "localstack") return startLocalCloud({ onProgress });
  const localStack = await startLocalStack({ onProgress });
  if ("missing" in localStack) throw new Error(localStack.missing);
  onProgress("The local cloud is LocalStack.");
  return localStack.cloud;
}

async function startServers(onProgress: OnProgress): Promise<Servers> {
  const starting = [startKafka({ secure: true, onProgress }), startPostgres(), startCloud(onProgress)] as const;
  const stop = async (): Promise<void> => {
    // Those that did not start have nothing to stop.
    const stopping = starting.map((start) =>
      start.then(
        (server) => server.stop(),
        () => undefined,
      ),
    );
    await Promise.all(stopping);
  };
  try {
    const [kafka, postgres, cloud] = await Promise.all(starting);
    if (!kafka.secure) throw new Error("Kafka was started without its secure listener.");
    const { bootstrap, secure } = kafka;
    const addresses = {
      kafka: { bootstrap, secure },
      postgresUrl: postgres.url,
      awsEndpointUrl: cloud.endpointUrl,
    };
    return { addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the servers once a run, however many projects ask for them, and stops them after the last project. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globalThis.sluiceTestServers ??= {
    servers: startServers((text) => project.vitest.logger.log(text)),
    projects: 0,
  });
  shared.projects += 1;
  const servers = await shared.servers;
  const { addresses } = servers;
  project.provide("kafka", addresses.kafka);
  project.provide("postgresUrl", addresses.postgresUrl);
  project.provide("awsEndpointUrl", addresses.awsEndpointUrl);
  return async () => {
    shared.projects -= 1;
    if (shared.projects > 0) return;
    globalThis.sluiceTestServers = undefined;
    await servers.stop();
  };
}
