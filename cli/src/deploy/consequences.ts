import { unpackFiles } from '../diff/deployed-files';
import type { Snapshot } from '../realtime/snapshot';
import { audioChanges, foretold } from '../realtime/take/audio-changes';
import type { GuardClient } from './guard-client';
import type { Payload } from './payload';
import type { MachinePlan } from './plan';

/** What the switch will do to sound servers that run: known from what was deployed last, and what is deployed now. */
export async function consequences(
  guard: Pick<GuardClient, 'ask'>,
  { stack, files }: Payload,
  snapshot: Snapshot,
  { steps }: MachinePlan,
): Promise<readonly string[]> {
  if (!snapshot.pipewire && !snapshot.jack) return [];
  const { code, stdout } = await guard.ask('files');
  if (code !== 0) return []; // nothing was deployed so far
  const name = `machines/${stack.name}/configuration.nix`;
  const before = (await unpackFiles(stack.name, stdout)).get(name)?.toString();
  const after = files.find((file) => file.name === name)?.contents.toString();
  if (before === undefined || after === undefined) return [];
  return foretold(
    audioChanges(before, after),
    snapshot,
    steps.some(({ kind }) => kind === 'restart-audio'),
  );
}
