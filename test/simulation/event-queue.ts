/** Something that happens at a time. */
export interface TimedEvent {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number;
  /** Decides between events of the same millisecond. */
  readonly tie: number;
  readonly action: () => void;
}

/** What is to happen, the earliest first: a binary heap. */
export class EventQueue {
  readonly #heap: TimedEvent[] = [];

  get size(): number {
    return this.#heap.length;
  }

  push(event: TimedEvent): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || !isEarlier(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  /** Takes the earliest event out; undefined: there is none. */
  pop(): TimedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      const right = heap[child + 1];
      if (!left) break;
      if (right && isEarlier(right, left)) child++;
      const below = heap[child];
      if (!below || !isEarlier(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isEarlier = (a: TimedEvent, b: TimedEvent): boolean => a.time < b.time || (a.time === b.time && a.tie < b.tie);
