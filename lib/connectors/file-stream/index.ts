import type { SourceConnectorClasses } from "../../connect/index.ts";
import { FileStreamConnector } from "./connector.ts";
import { FileStreamTask } from "./task.ts";

export const createConnector: SourceConnectorClasses["createConnector"] = () => new FileStreamConnector();
export const createTask: SourceConnectorClasses["createTask"] = () => new FileStreamTask();
