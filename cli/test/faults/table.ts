import type { Ran } from '../../../test/bed';
import { deployer } from '../../src/deploy/start-request';
import type { Fault, Ground, Which } from './fault';
import { groundOf, MACHINE_NAMES } from './grounds';

/** What is published of one fault. */
export interface Row {
  readonly fault: Fault;
  readonly last: string;
}

const RUNS: Readonly<Record<Which, string>> = { old: 'the old system', new: 'the new system', other: 'what somebody else made' };
const GROUNDS: Readonly<Record<Ground, string>> = { light: '', grub: ' (GRUB)', systemd: ' (systemd)' };

/** The document with the table, from what was seen in the tests. */
export function published(groups: readonly { readonly title: string; readonly rows: readonly Row[] }[]): string {
  const tables = groups.map(
    ({ title, rows }) =>
      `## ${title}\n\n| what happens | the machine then runs | exit code | the last line of \`cdk deploy\` |\n|---|---|---|---|\n${rows.map(line).join('\n')}\n`,
  );
  return `${INTRODUCTION}\n${tables.join('\n')}`;
}

/**
 * What the document promises of each fault: what the machine runs, the exit code, and the first sentence, which says how it ended. The sentences
 * behind it tell what was met with first, and that may be this or that when the computer is busy.
 */
export const promises = (document: string): string => document.replaceAll(/^(\| .* \| \d+ \| [^.|]*\.) [^|]* \|$/gm, '$1 |');

const INTRODUCTION = `# What can go wrong in a deployment, and how it ends

This table is written by the tests. Each line was played on a real machine of the test bed: with an sshd, a Nix store, generations and a boot
loader of its own. How it ended was looked at from the machine's console: what runs, which generation is the default of the profile and of the
boot loader, that nobody holds the lock any more, and that one can log in. In every case the machine was then switched off and on: it boots, can
be reached, runs what stands here, and that is a system that was confirmed.

A machine boots what it runs, where nothing else is said. Behind some lines stands what the machine had that others do not: GRUB in place of
systemd-boot, or systemd where the others have only a shell that keeps sshd running. Numbers are replaced by «N», names of deployments by «ID»,
and a deployer that was killed has no last line.
`;

const line = ({ fault, last }: Row): string => {
  const { exit, runs, boots = runs } = fault.ends;
  const state = boots === runs ? RUNS[runs] : `${RUNS[runs]}, and boots ${RUNS[boots]}`;
  const isKilled = exit === 137;
  return `| ${fault.title}${GROUNDS[groundOf(fault)]} | ${state} | ${isKilled ? '(killed)' : exit} | ${isKilled ? '' : escape(last)} |`;
};

/** The last line, without what differs from run to run: names, numbers, and how far somebody else happened to be. */
export function lastLine({ stdout, stderr }: Ran): string {
  const last = (stdout.trim() || stderr.trim()).split('\n').at(-1)!;
  return last
    .replaceAll(MACHINE_NAMES, 'studio-laptop')
    .replaceAll(deployer(), 'ada@studio-desk')
    .replaceAll(/\d{8}-\d{6}-[0-9a-f]{6}/g, 'ID')
    .replaceAll(/ since \S+ \w+ \(phase «\w+»\)| \(phase «\w+»\)/g, '')
    .replaceAll(/\S*\/studio-cdk-bed-\w+\/operator/g, '~')
    .replaceAll(/(could not be reached again for \d+ \w+) \(.*?[^)]\)\./g, '$1.') // the last attempt meets with this or that
    .replace(/(Timeout, server \S+ not responding); .*/, '$1.') // wherever Nix notices it
    .replace(NO_WAY, '$1$2 could not be reached.')
    .replaceAll(/\b\d+(\.\d+)? [kMG]?B\b/g, 'N kB')
    .replaceAll(/\/nix\/store\/[a-z0-9]{32}-/g, '/nix/store/…-')
    .replace(/ \(\d+(:\d+)+\)$/, '')
    .replaceAll(/\b\d+([.:]\d+)?\b/g, 'N');
}

/** One and the same, from moment to moment: the kernel remembers for a while that nobody has answered, and then says so at once. */
const NO_WAY =
  /(?:(\S+) did not answer within \d+ s\. Is it switched on, and does a firewall let ssh through\?|There is no way to (\S+) from here \([^)]*\)\. Is this computer on the same network, or the VPN up\?)/;

const escape = (text: string): string => text.replaceAll('|', '\\|');
