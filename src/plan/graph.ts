/**
 * A stable topological sort (Kahn): among the items that are ready, the one that came first goes first.
 * `edges` are pairs [earlier, later] of positions. A cycle is broken at its first item, so every item comes out once.
 */
export function topologicalOrder(count: number, edges: Iterable<readonly [number, number]>): number[] {
  const followers: Set<number>[] = Array.from({ length: count }, () => new Set());
  const waiting = new Array<number>(count).fill(0);
  for (const [earlier, later] of edges) {
    const set = followers[earlier];
    if (earlier === later || set === undefined || set.has(later)) continue;
    set.add(later);
    waiting[later] = (waiting[later] ?? 0) + 1;
  }
  const ready = new MinHeap();
  const done = new Array<boolean>(count).fill(false);
  waiting.forEach((n, i) => {
    if (n === 0) ready.push(i);
  });
  const order: number[] = [];
  let firstOpen = 0;
  while (order.length < count) {
    let next = ready.pop();
    if (next === undefined) {
      while (done[firstOpen]) firstOpen += 1;
      next = firstOfCycle(firstOpen, followers, done);
    }
    if (done[next]) continue;
    done[next] = true;
    order.push(next);
    for (const later of followers[next] ?? []) {
      const left = (waiting[later] ?? 0) - 1;
      waiting[later] = left;
      if (left === 0 && !done[later]) ready.push(later);
    }
  }
  return order;
}

/** The first item of a cycle that `open`, which waits, is in or waits for. */
function firstOfCycle(open: number, followers: readonly ReadonlySet<number>[], done: readonly boolean[]): number {
  const before = new Map<number, number>();
  followers.forEach((later, item) => {
    if (!done[item]) for (const l of later) if (!before.has(l)) before.set(l, item);
  });
  const path = new Map<number, number>();
  let at = open;
  while (!path.has(at)) {
    path.set(at, path.size);
    at = before.get(at) ?? at;
  }
  const start = path.get(at) ?? 0;
  return Math.min(...[...path].flatMap(([item, place]) => (place < start ? [] : [item])));
}

class MinHeap {
  private readonly items: number[] = [];

  push(value: number): void {
    const items = this.items;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((items[parent] as number) <= value) break;
      items[at] = items[parent] as number;
      at = parent;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const items = this.items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && (items[child + 1] as number) < (items[child] as number)) child += 1;
      if ((items[child] as number) >= last) break;
      items[at] = items[child] as number;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
