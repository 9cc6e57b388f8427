import { App, type AppProps } from '../../src/core';
import { NixosStack } from '../../src/stacks/nixos-stack';
import type { NixosStackProps } from '../../src/stacks/nixos-stack-props';
import { contentsOf } from '../support/temp';

export const HARDWARE = 'test/support/hardware.nix';

/** A machine of an app. */
export const station = (app: App, id: string, props: Partial<NixosStackProps> = {}): NixosStack =>
  new NixosStack(app, id, { stateVersion: '26.05', hardware: HARDWARE, ...props });

/** What an app writes: name → text. */
export function written(outdir: string, build: (app: App) => void, props: AppProps = {}): Record<string, string> {
  const app = new App({ outdir, ...props });
  build(app);
  return contentsOf(app.synth());
}

/** The error of an app that must not be written. */
export function refusal(outdir: string, build: (app: App) => void, props: AppProps = {}): string {
  const app = new App({ outdir, ...props });
  build(app);
  try {
    app.synth();
  } catch (error) {
    if ((error as Error).name === 'SynthesisError') return (error as Error).message;
    throw error;
  }
  throw new Error('the app was written');
}

/** A part of a file, from a line that begins so to the line of the same indentation that closes it. */
export function section(text: string, start: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim().startsWith(start));
  if (first < 0) throw new Error(`no «${start}» in:\n${text}`);
  const indentation = /^ */.exec(lines[first]!)![0];
  const last = lines.findIndex((line, index) => index > first && line.startsWith(indentation) && line[indentation.length] !== ' ');
  const isBlock = /[{[]$/.test(lines[first]!);
  return lines
    .slice(first, isBlock ? last + 1 : first + 1)
    .map((line) => line.slice(indentation.length))
    .join('\n');
}
