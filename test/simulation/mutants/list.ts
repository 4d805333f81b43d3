import { generationMutants } from "./bugs/generations.ts";
import { kafkaMutants } from "./bugs/kafka.ts";
import { leaseMutants } from "./bugs/leases.ts";
import { operationMutants } from "./bugs/operations.ts";
import { recordMutants } from "./bugs/records.ts";
import { restartMutants } from "./bugs/restarts.ts";
import type { Mutant } from "./mutant.ts";

/** Every planted bug. Their files import nothing that they edit, so that a thread may read the list first. */
export const mutants: readonly Mutant[] = [
  ...recordMutants,
  ...leaseMutants,
  ...generationMutants,
  ...operationMutants,
  ...restartMutants,
  ...kafkaMutants,
];

/** @throws Error if there is no such mutant. */
export function mutantCalled(name: string): Mutant {
  const mutant = mutants.find((known) => known.name === name);
  if (mutant) return mutant;
  throw new Error(`There is no planted bug ${name}; there are ${mutants.map((known) => known.name).join(", ")}`);
}
