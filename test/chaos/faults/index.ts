import { changeTasksMax } from "./change-tasks-max.ts";
import { doubleEvent } from "./double-event.ts";
import type { FaultKind } from "./fault.ts";
import { freezeBroker } from "./freeze-broker.ts";
import { freezeDynamoDb } from "./freeze-dynamodb.ts";
import { freezeTask } from "./freeze-task.ts";
import { killScheduler } from "./kill-scheduler.ts";
import { killTask } from "./kill-task.ts";
import { lateEvent } from "./late-event.ts";
import { moveLeader } from "./move-leader.ts";
import { pauseConnector } from "./pause-connector.ts";
import { restartPostgres } from "./restart-postgres.ts";
import { stopBroker } from "./stop-broker.ts";
import { stopConnector } from "./stop-connector.ts";
import { stopDynamoDb } from "./stop-dynamodb.ts";

/** Every kind of fault; a new one gets a line here. */
export const faultKinds: readonly FaultKind[] = [
  killTask,
  freezeTask,
  killScheduler,
  freezeBroker,
  stopBroker,
  moveLeader,
  freezeDynamoDb,
  stopDynamoDb,
  restartPostgres,
  doubleEvent,
  lateEvent,
  changeTasksMax,
  pauseConnector,
  stopConnector,
];
