import type { Snapshot } from '../snapshot';
import type { Answer } from './answer';
import { defined, parametersOf } from './text';

/** NixOS keeps what was booted beside what is current. Of the two, only the kernel, its modules and its parameters wait for a boot. */
export function pendingRebootOf(answer: Answer): Snapshot['pendingReboot'] {
  const lines = answer.lines('nixos');
  const path = (name: string): string =>
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1)
      .trim() ?? '';
  if (!lines.some((line) => line.startsWith('booted-kernel '))) return undefined;
  const parameters = (system: string): readonly string[] | undefined => {
    const start = `/run/${system}-system/kernel-params:`;
    const line = lines.find((candidate) => candidate.startsWith(start));
    return line === undefined ? undefined : parametersOf(line.slice(start.length));
  };
  const bootedParams = parameters('booted');
  const currentParams = parameters('current');
  const differs = (part: string): boolean => path(`booted-${part}`) !== path(`current-${part}`);
  return defined<NonNullable<Snapshot['pendingReboot']>>({
    pending: differs('kernel') || differs('kernel-modules') || bootedParams?.join(' ') !== currentParams?.join(' '),
    current: path('current') || undefined,
    bootedParams,
    currentParams,
  });
}
