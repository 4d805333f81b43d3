import net, { type NetConnectOpts, type Socket } from "node:net";
import { onTestFinished, vi } from "vitest";

const connect = net.connect.bind(net);

/** The connections that the adapter has made since. */
export interface InterceptedConnect {
  readonly sockets: readonly Socket[];
}

/** Watches the adapter connect until the test ends; `change` may have it connect to something else. */
export function interceptConnect(change = (options: NetConnectOpts): NetConnectOpts => options): InterceptedConnect {
  const sockets: Socket[] = [];
  // The overloads of net.connect can't be told apart here; the adapter calls the one with options and a listener.
  const spy = vi.spyOn(net, "connect").mockImplementation((options: unknown, ...rest: unknown[]) => {
    const socket: Socket = Reflect.apply(connect, undefined, [change(Object(options)), ...rest]);
    sockets.push(socket);
    return socket;
  });
  onTestFinished(() => spy.mockRestore());
  return { sockets };
}
