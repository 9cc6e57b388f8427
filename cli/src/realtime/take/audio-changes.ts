import { splitConfiguration } from '../../diff/modules';
import type { Snapshot } from '../snapshot';

/** Which sound servers a change of a machine's configuration is about. */
export interface AudioChanges {
  readonly pipewire: boolean;
  readonly jack: boolean;
}

/** As far as our own definitions tell: texts of `configuration.nix`, the one of now and the one that comes. */
export function audioChanges(before: string, after: string): AudioChanges {
  const [old, next] = [before, after].map(
    (text) => new Map(splitConfiguration(text).modules.map(({ construct, text: own }) => [construct, own])),
  );
  const names = [...new Set([...old!.keys(), ...next!.keys()])];
  const changed = names
    .filter((name) => old!.get(name) !== next!.get(name))
    .map((name) => `${old!.get(name) ?? ''}\n${next!.get(name) ?? ''}`);
  return {
    pipewire: changed.some((text) => /\b(pipewire|wireplumber)\b/.test(text)),
    jack: changed.some((text) => /\bservices\.jack\b|\bjackd\b/.test(text)),
  };
}

/** What a switch does to the sound servers that run, for people, before it is done. */
export function foretold(
  { pipewire, jack }: AudioChanges,
  seen: Pick<Snapshot, 'pipewire' | 'jack'>,
  restartAudio: boolean,
): readonly string[] {
  const told: string[] = [];
  if (jack && seen.jack) told.push(`The settings of JACK change, so the switch restarts it: what is connected to it is cut off.`);
  if (pipewire && seen.pipewire && restartAudio)
    told.push(
      `The settings of PipeWire change, and PipeWire of ${seen.pipewire.user} is restarted after the switch: what goes through it breaks off for a moment.`,
    );
  if (pipewire && seen.pipewire && !restartAudio)
    told.push(
      `The settings of PipeWire change. The switch stops nothing of it: PipeWire of ${seen.pipewire.user} goes on with the old ones until it is restarted. ${offer(seen.pipewire.user)}`,
    );
  return told;
}

export const offer = (user: string): string =>
  `With --restart-audio a deployment does it when nobody plays; by hand ${user} does it with «systemctl --user restart pipewire wireplumber».`;
