import { ConnectError } from "../../../lib/connect/errors.ts";
import type { ControlStore } from "../../../lib/ports/control-store.ts";
import type { TaskStore } from "../../../lib/ports/task-store.ts";
import { type Fault, type FaultLayer, leavesCopy } from "./fault.ts";

/** Faults around objects behind a port, where no network lies between that could have them. */
export interface PortFaults extends FaultLayer<Fault> {
  /** The same object, each of whose method calls is a request. */
  around<P extends object>(port: P): P;
}

/** Every fault, by its name, one at a time. */
export const PORT_FAULTS: Readonly<Record<Fault["kind"], readonly [Fault]>> = {
  never: [{ kind: "never" }],
  fails: [{ kind: "fails" }],
  lost: [{ kind: "lost" }],
  late: [{ kind: "late" }],
  twice: [{ kind: "twice" }],
};

/** Methods that only read, by the ports' names for them. */
const isRead = (method: string): boolean => /^(list|read)/.test(method);

interface Armed {
  readonly fault: Fault;
  readonly reads: boolean;
  skip: number;
}

export function createPortFaults(): PortFaults {
  const armed: Armed[] = [];
  const copies: (() => Promise<unknown>)[] = [];

  function faultOf(method: string): Fault | undefined {
    const next = armed.findIndex(({ reads }) => reads === isRead(method));
    const found = armed[next];
    if (!found || found.skip-- > 0) return undefined;
    armed.splice(next, 1);
    return found.fault;
  }

  async function call(method: string, send: () => Promise<unknown>): Promise<unknown> {
    const fault = faultOf(method);
    if (fault?.kind === "never") return new Promise(() => {});
    if (fault?.kind === "fails") throw new ConnectError(`${method} failed for now: try again`, { retriable: true });
    if (fault && leavesCopy(fault)) copies.push(send);
    const answer = fault?.kind === "late" ? undefined : await send();
    if (fault?.kind !== "late" && fault?.kind !== "lost") return answer;
    throw new ConnectError(`There was no answer to ${method}: try again`, { retriable: true });
  }

  return {
    around(port) {
      return new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function" || typeof name !== "string") return member;
          return (...args: readonly unknown[]) => {
            // A request is what was asked when it was sent, whatever the caller does with its objects later.
            const sent = structuredClone(args);
            return call(name, async () => Reflect.apply(member, target, sent));
          };
        },
      });
    },
    nextWrite: (fault, { skip = 0 } = {}) => void armed.push({ fault, reads: false, skip }),
    nextRead: (fault) => void armed.push({ fault, reads: true, skip: 0 }),
    async settle() {},
    async deliver() {
      // A copy that is refused has arrived as well.
      await Promise.allSettled(copies.splice(0).map((send) => send()));
    },
  };
}

/** Two stores with faults around them. */
export function openWithPortFaults(direct: { readonly control: ControlStore; readonly tasks: TaskStore }) {
  const faults = createPortFaults();
  return {
    control: faults.around(direct.control),
    tasks: faults.around(direct.tasks),
    faults,
    direct,
    async [Symbol.asyncDispose]() {},
  };
}
