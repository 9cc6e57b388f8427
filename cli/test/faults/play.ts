import { Bed, type BedKind } from '../../../test/bed';
import type { Fault, Ground } from './fault';
import { groundOf, placesOn } from './grounds';
import type { Seen } from './scene';
import { Stage, type Engine } from './stage';

/** Plays faults on a bed of their kind, several at a time. What was seen of each can be waited for. */
export class Theatre {
  private readonly bills = new Map<Fault, { readonly seen: Promise<Seen>; resolve(seen: Seen): void; reject(error: unknown): void }>();
  private bed: Bed | undefined;

  public constructor(
    private readonly kind: BedKind,
    private readonly faults: readonly Fault[],
    private readonly engine?: Engine,
  ) {
    for (const fault of faults) {
      const { promise, resolve, reject } = withResolvers<Seen>();
      promise.catch(() => undefined); // the test of this fault awaits it
      this.bills.set(fault, { seen: promise, resolve, reject });
    }
  }

  public async open(): Promise<void> {
    const places = placesOn(this.kind, this.faults);
    if (places.length === 0) return;
    const bed = await Bed.start({ kind: this.kind, machines: places.map(({ machine }) => machine) });
    this.bed = bed;
    const queues = new Map<Ground, Fault[]>();
    for (const fault of [...this.faults].sort((a, b) => Number(b.isLong ?? false) - Number(a.isLong ?? false)))
      queues.set(groundOf(fault), [...(queues.get(groundOf(fault)) ?? []), fault]);
    for (const { ground, machine } of places)
      void this.work(queues.get(ground) ?? [], new Stage(bed, bed.machine(machine.name), this.engine));
  }

  public seen(fault: Fault): Promise<Seen> {
    return this.bills.get(fault)!.seen;
  }

  public async close(): Promise<void> {
    await this.bed?.stop();
  }

  private async work(queue: Fault[], stage: Stage): Promise<void> {
    for (let fault = queue.shift(); fault; fault = queue.shift()) {
      const bill = this.bills.get(fault)!;
      await stage.play(fault).then(bill.resolve, bill.reject);
    }
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
