import { systemRandom } from "../../../../lib/adapters/system/random.ts";
import { randomContract } from "../../../contracts/random.ts";

randomContract(() => systemRandom);
