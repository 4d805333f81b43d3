import { createHash } from "node:crypto";
import { copyFile, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import type maven from "mvn-artifact-download";
import { cached, type OnProgress } from "./cache.ts";

interface Jar {
  readonly sha256: string;
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly classifier?: string;
  readonly extension: string;
  readonly fileName: string;
}

// Required, since Node and vitest do not agree on what this CommonJS package's default export is.
const { default: downloadArtifact }: typeof maven = createRequire(import.meta.url)("mvn-artifact-download");

const parallelDownloads = 8;
const attempts = 4;

/** A line of a list is `<sha256> <group>:<artifact>:<version>[:<classifier>[:<extension>]]`. */
function parseLine(line: string): Jar {
  const [sha256 = "", coordinates = ""] = line.split(" ");
  const [groupId = "", artifactId = "", version = "", classifier, extension = "jar"] = coordinates.split(":");
  const fileName = `${artifactId}-${version}${classifier ? `-${classifier}` : ""}.${extension}`;
  return { sha256, groupId, artifactId, version, extension, fileName, ...(classifier ? { classifier } : {}) };
}

const sha256Of = async (file: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

/** Copies the jar that Maven already keeps for this user. False: there is none, or not this one. */
async function copyFromMaven(jar: Jar, to: string): Promise<boolean> {
  const folder = path.join(os.homedir(), ".m2/repository", jar.groupId.replaceAll(".", "/"), jar.artifactId);
  try {
    await copyFile(path.join(folder, jar.version, jar.fileName), to);
    return (await sha256Of(to)) === jar.sha256;
  } catch {
    return false;
  }
}

async function download(jar: Jar, to: string, repository: string | undefined, agent: https.Agent): Promise<void> {
  const { groupId, artifactId, version, extension, classifier } = jar;
  const artifact = { groupId, artifactId, version, extension, ...(classifier ? { classifier } : {}) };
  for (let attempt = 1; ; attempt++) {
    try {
      const options = repository?.startsWith("http:") ? {} : { agent };
      await downloadArtifact(artifact, path.dirname(to), repository, path.basename(to), options);
      if ((await sha256Of(to)) === jar.sha256) return;
      throw new Error("its checksum is not the pinned one");
    } catch (error) {
      if (attempt < attempts) {
        await sleep(250 * 2 ** attempt);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `Could not download ${jar.fileName}: ${reason}. Check the network, or set MAVEN_REPO_URL to a Maven repository that can be reached.`,
        { cause: error },
      );
    }
  }
}

/**
 * The folder with the jars of the pinned list `lib/local/jars/<list>.txt`, downloaded without Maven or Java if they are
 * not in the cache. `MAVEN_REPO_URL` names another repository than Maven Central. Throws after four attempts.
 */
export async function jarFolder(list: string, onProgress?: OnProgress): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, "jars", `${list}.txt`), "utf8");
  const listHash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return cached(`${list}-${listHash}`, async (folder) => {
    const jars = text.split("\n").filter(Boolean).map(parseLine);
    onProgress?.(`Downloading ${list} (${jars.length} files) …`);
    const configured = process.env["MAVEN_REPO_URL"];
    const repository = configured && !configured.endsWith("/") ? `${configured}/` : configured;
    // The system's store spares users behind a company proxy NODE_EXTRA_CA_CERTS.
    const ca = [...tls.rootCertificates, ...tls.getCACertificates("system"), ...tls.getCACertificates("extra")];
    const agent = new https.Agent({ keepAlive: true, maxSockets: parallelDownloads, ca });
    const failures: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (let jar = jars.shift(); jar && failures.length === 0; jar = jars.shift()) {
        const file = path.join(folder, jar.fileName);
        if (await copyFromMaven(jar, file)) continue;
        await download(jar, file, repository, agent).catch((error: unknown) => failures.push(error));
      }
    };
    // All workers end before the folder is given up: none may write into it afterwards.
    await Promise.all(Array.from({ length: parallelDownloads }, worker));
    agent.destroy();
    if (failures.length > 0) throw failures[0];
  });
}
