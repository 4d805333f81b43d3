import { defineConfig } from "vitest/config";

/** Unit tests need nothing but Node; the others get the real servers that `test/support/global-setup.ts` starts once. */
const withServers = {
  globalSetup: ["test/support/global-setup.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // kafkajs, with which the tests read topics, sets a timer in the past whenever it has nothing to do.
  execArgv: ["--disable-warning=TimeoutNegativeWarning"],
};

/** Powertools write to the test's console, not to the process's streams, and no metrics. */
const quietPowertools = { POWERTOOLS_DEV: "true", POWERTOOLS_METRICS_DISABLED: "true", POWERTOOLS_LOG_LEVEL: "INFO" };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], env: quietPowertools, testTimeout: 20_000 } },
      { test: { name: "conformance", include: ["test/conformance/**/*.test.ts"] } },
      { test: { name: "simulation", include: ["test/simulation/**/*.test.ts"] } },
      { test: { name: "integration", include: ["test/integration/**/*.test.ts"], ...withServers } },
      { test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], ...withServers, fileParallelism: false } },
    ],
  },
});
