import type { SourceConnectorClasses } from "../../connect/index.ts";
import { JdbcConnector } from "./connector.ts";
import { JdbcTask } from "./task.ts";

export const createConnector: SourceConnectorClasses["createConnector"] = () => new JdbcConnector();
export const createTask: SourceConnectorClasses["createTask"] = () => new JdbcTask();
