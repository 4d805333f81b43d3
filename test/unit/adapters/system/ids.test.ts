import { systemIds } from "../../../../lib/adapters/system/ids.ts";
import { idsContract } from "../../../contracts/ids.ts";

idsContract(() => systemIds);
