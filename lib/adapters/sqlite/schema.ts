/** "Slui" in ASCII: how a file is known to be ours (`PRAGMA application_id`). */
export const APPLICATION_ID = 0x536c7569;

/** Version of the tables (`PRAGMA user_version`); a change of them raises it and adds a step for older files. */
export const SCHEMA_VERSION = 2;

const TASK_FAILURES = `CREATE TABLE task_failures (
    connector TEXT,
    task INTEGER,
    trace TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    retry_at INTEGER,
    PRIMARY KEY (connector, task)
  ) STRICT, WITHOUT ROWID;`;

/**
 * The tables of the one file of standalone mode: the items of DESIGN §5 as rows. Times are milliseconds since
 * 1970-01-01 UTC, configurations are JSON objects, and an `"offset"` of NULL is a reset.
 */
export const SCHEMA = `
  CREATE TABLE connectors (
    connector TEXT PRIMARY KEY,
    uid TEXT NOT NULL,
    config TEXT NOT NULL,
    target_state TEXT NOT NULL,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    hash TEXT,
    task_count INTEGER NOT NULL,
    tasks_generation INTEGER,
    tasks_chunks INTEGER,
    deleted INTEGER NOT NULL,
    declared_by TEXT,
    generation_since INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE connector_status (
    connector TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    trace TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE task_configs (
    connector TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    config TEXT NOT NULL,
    tasks TEXT NOT NULL
  ) STRICT;
  CREATE TABLE tasks (
    connector TEXT,
    task INTEGER,
    generation INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    expires_at INTEGER,
    sequence INTEGER NOT NULL DEFAULT 0,
    state TEXT,
    records INTEGER,
    bytes INTEGER,
    PRIMARY KEY (connector, task)
  ) STRICT, WITHOUT ROWID;
  ${TASK_FAILURES}
  CREATE TABLE offsets (
    connector TEXT,
    partition TEXT,
    "offset" TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (connector, partition)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * What takes the tables of an older version to the next one; the step of version 1 comes first. A worker that starts
 * tries every task again, so the failures of the one before it need not be kept.
 */
export const UPGRADES: readonly string[] = [
  `ALTER TABLE connectors ADD COLUMN generation_since INTEGER; DROP TABLE task_failures; ${TASK_FAILURES}`,
];
