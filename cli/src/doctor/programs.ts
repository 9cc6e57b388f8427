import { probe } from '../child-process';
import { error, ok, warning, type Finding } from './finding';
import { isOlder, versionIn } from './version';

/** Programs of this computer, each asked for its version. */
export const checkPrograms = (): Promise<readonly Finding[]> =>
  Promise.all([Promise.resolve(checkNode(process.versions.node)), checkNix(), checkFlakes(), checkSsh(), checkGit()]);

const OLDEST_NODE = '20.16.0';

export const checkNode = (version: string): Finding =>
  isOlder(version, OLDEST_NODE)
    ? error('node', version, `studio-cdk needs ${OLDEST_NODE} or newer: https://nodejs.org tells how to get it.`)
    : ok('node', version);

/** The first with everything that flakes need. */
const OLDEST_NIX = '2.4';
const WITHOUT_NIX =
  'Without Nix a studio can be written, tested and synthesised here, but not built. https://nixos.org/download tells how to get it.';

async function checkNix(): Promise<Finding> {
  const answer = await probe('nix', ['--version']);
  if (!answer) return warning('nix', 'not found', WITHOUT_NIX);
  const version = versionIn(answer.output);
  if (version === undefined) return warning('nix', 'does not tell its version', 'Try «nix --version» by hand.');
  return isOlder(version, OLDEST_NIX) ? warning('nix', version, `Flakes came with ${OLDEST_NIX}: update Nix.`) : ok('nix', version);
}

const ENABLE_FLAKES =
  'Add the line «experimental-features = nix-command flakes» to ~/.config/nix/nix.conf, or to /etc/nix/nix.conf for everybody.';

/** Asks for the settings the way every version does; a Nix that refuses to answer has the new commands switched off. */
async function checkFlakes(): Promise<Finding> {
  const settings = (await settingsFrom(['config', 'show'])) ?? (await settingsFrom(['show-config']));
  if (settings === undefined) return warning('flakes', 'unknown', 'They are asked for once Nix is there.');
  if (settings === 'off') return warning('flakes', 'switched off', ENABLE_FLAKES);
  const features = /^experimental-features = (.*)$/m.exec(settings)?.[1]?.split(' ') ?? [];
  return features.includes('flakes') ? ok('flakes', 'switched on') : warning('flakes', 'switched off', ENABLE_FLAKES);
}

async function settingsFrom(args: readonly string[]): Promise<string | undefined> {
  const answer = await probe('nix', args);
  if (answer?.ok) return answer.output;
  return answer?.output.includes("'nix-command' is disabled") ? 'off' : undefined;
}

async function checkSsh(): Promise<Finding> {
  const answer = await probe('ssh', ['-V']);
  const version = answer && versionIn(answer.output);
  return version === undefined ? warning('ssh', 'not found', 'Machines are reached with OpenSSH: install its client.') : ok('ssh', version);
}

async function checkGit(): Promise<Finding> {
  const answer = await probe('git', ['--version']);
  const version = answer && versionIn(answer.output);
  return version === undefined
    ? warning('git', 'not found', 'Nix fetches many flakes with Git, and a studio wants a history: install it.')
    : ok('git', version);
}
