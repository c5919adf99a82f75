/**
 * What is to happen when: a binary heap over times, so that one timer serves any number of pauses and leases.
 *
 * Entries are not taken back; whoever gets one looks whether it still means something.
 */
interface Entry<T> {
  readonly at: number;
  readonly item: T;
}

export class Alarms<T> {
  private readonly heap: Entry<T>[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** The earliest time; null when nothing is to come. */
  get next(): number | null {
    return this.heap[0]?.at ?? null;
  }

  add(at: number, item: T): void {
    const { heap } = this;
    heap.push({ at, item });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.timeOf(parent) <= at) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  /** The earliest entry that is due, taken out; null when none is. */
  due(now: number): Entry<T> | null {
    const { heap } = this;
    const [first] = heap;
    if (first === undefined || first.at > now) return null;
    const last = heap.pop() as Entry<T>;
    if (heap.length > 0) {
      heap[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const child = this.timeOf(left + 1) < this.timeOf(left) ? left + 1 : left;
      if (this.timeOf(child) >= this.timeOf(parent)) return;
      this.swap(child, parent);
      parent = child;
    }
  }

  private timeOf(index: number): number {
    return this.heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    const kept = heap[a] as Entry<T>;
    heap[a] = heap[b] as Entry<T>;
    heap[b] = kept;
  }
}
