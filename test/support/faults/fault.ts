/**
 * What can happen to one request between its caller and its server; the simulation has the same names.
 *
 * - `never`: it does not arrive and is never answered.
 * - `fails`: it has no effect, and the caller learns that it failed.
 * - `lost`: it takes effect, and its answer is lost.
 * - `late`: the caller learns nothing but that there is no answer; it arrives later, when `deliver` is called.
 * - `twice`: it is answered well, and a copy of it arrives later, when `deliver` is called.
 */
export interface Fault {
  readonly kind: "never" | "fails" | "lost" | "late" | "twice";
}

/** What stands between a caller and its server and does to requests what it is told. Requests it is told nothing of pass. */
export interface FaultLayer<F extends Fault> {
  /** The next write has that fault; `skip`: the write after so many others. */
  nextWrite(fault: F, options?: { readonly skip?: number }): void;
  /** The next read has that fault. */
  nextRead(fault: F): void;
  /** Resolves when every request that has arrived is done, whether its caller still waits or not. */
  settle(): Promise<void>;
  /** Lets what is late, and the copies of what comes twice, arrive now. Resolves when the server has answered them. */
  deliver(): Promise<void>;
}

/** Whether the request takes effect before the caller goes on. */
export const takesEffect = ({ kind }: Fault): boolean => kind === "lost" || kind === "twice";

/** Whether something of the request arrives only with `deliver`. */
export const leavesCopy = ({ kind }: Fault): boolean => kind === "late" || kind === "twice";
