import type { RemoteResult } from '../ssh/connection';

/** What Pulumi's engine says went wrong, for those who wait for a step: its own promises never settle then. */
export class StepFailures {
  readonly #said = new Map<string, string>();
  readonly #waiting = new Set<{ readonly name: string; reject(error: Error): void }>();
  #end: string | undefined;

  /** Rejects when this step fails, or all are given up. */
  public of(name: string): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.#waiting.add({ name, reject });
      this.#tell();
    });
  }

  /** @param urn as events name a resource: its name is behind the last `::` */
  public said(urn: string, text: string): void {
    const name = urn.split('::').at(-1)!;
    if (!this.#said.has(name)) this.#said.set(name, text);
    this.#tell();
  }

  /** Nothing more comes: the engine has ended. */
  public end(why: string): void {
    this.#end ??= why;
    this.#tell();
  }

  #tell(): void {
    for (const waiting of this.#waiting) {
      const text = this.#said.get(waiting.name) ?? this.#end;
      if (text === undefined) continue;
      this.#waiting.delete(waiting);
      waiting.reject(new StepFailed(text));
    }
  }
}

export class StepFailed extends Error {
  public override readonly name = 'StepFailed';
}

/**
 * What a program on the machine said, where the step ended because of its exit code: `Process exited with status 75: running "…":` and what it
 * printed, on either stream. Undefined: the step failed for another reason.
 */
export function resultOf(text: string): RemoteResult | undefined {
  const [, code, said = ''] =
    /^(?:[^\n]*error: )?Process exited with status (\d+): running "(?:[^"\\]|\\.)*":\n?([\s\S]*)$/.exec(text) ?? [];
  return code === undefined ? undefined : { code: Number(code), stdout: said, stderr: said };
}
