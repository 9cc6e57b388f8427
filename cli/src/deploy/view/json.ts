import type { Output } from '../../terminal';
import type { DeployEvent } from '../events';
import type { MachineResult } from '../fleet';
import { isFine } from '../outcome';
import { outcomeText } from '../outcome-text';
import { inTurn, type View } from './view';
import { jsonText } from '../../render/json-text';

/**
 * `--json`: an object a line on standard output, each with `time` (ISO 8601, UTC) and `type`:
 *
 * - `phase`: `stack`, `phase` (connecting, checking, waiting, uploading, building, copying, activating, rebooting, verifying, confirming, undoing,
 *   finished), `note`?
 * - `log`: `stack`, `line`: what a program on the machine said
 * - `warning`: `stack`, `text`
 * - `gate`: `stack`, `gate`, `verdict` (pass, warn, fail; skip: it was left out, and `text` is the reason given), `text`
 * - `outcome`: `stack`, `seconds`, `outcome`: its `kind` (unchanged, switched, staged, built, undone, untouched, undo-failed, unknown,
 *   skipped) and what belongs to that. With --undo-done a machine may have a second one, and that counts.
 * - `note`: `text`: a word of the command line itself
 * - `end`: always the last line: `fine`, and `machines` with `stack`, `seconds`, `outcome` and `text`, the sentence for people
 */
export class JsonView implements View {
  public readonly aside = inTurn();
  public constructor(
    private readonly out: Output,
    private readonly now: () => Date = () => new Date(),
  ) {}

  public onEvent({ type, ...event }: DeployEvent): void {
    this.line(type, event);
  }

  public say(text: string): void {
    this.line('note', { text });
  }

  public end(results: readonly MachineResult[]): void {
    const machines = results.map((result) => ({ ...result, text: outcomeText(result.stack, result.outcome).sentence }));
    this.line('end', { fine: results.every(({ outcome }) => isFine(outcome)), machines });
  }

  public close(): void {}

  private line(type: string, fields: object): void {
    this.out.line(jsonText({ time: this.now().toISOString(), type, ...fields }));
  }
}
