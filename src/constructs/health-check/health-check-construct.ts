import type { Construct } from 'constructs';
import type { HealthCheckEntry } from '../../assembly';
import { Annotations, StudioConstruct, setSource, sourceOf } from '../../core';

/** What a check is made from; the line may be unknown, as under another language. */
export type HealthCheckWish = Omit<HealthCheckEntry, 'source'> & { readonly source: string | undefined };

/** A health check of one machine. It is a construct, so that its line is known, and that two of one id are found like two of anything. */
export class HealthCheckConstruct extends StudioConstruct {
  public constructor(
    scope: Construct,
    private readonly wish: HealthCheckWish,
    problems: readonly string[],
  ) {
    super(scope, `HealthCheck ${wish.id.replaceAll('/', '-')}`);
    if (wish.source !== undefined) setSource(this, wish.source);
    for (const problem of problems) Annotations.of(this).addError(problem);
  }

  /** What the manifest says. */
  public get entry(): HealthCheckEntry {
    const { check, id, within } = this.wish;
    const source = sourceOf(this);
    return { id, ...(source !== undefined && { source }), within, check };
  }
}
