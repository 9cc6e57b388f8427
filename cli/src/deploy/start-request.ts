import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Facts } from './facts';
import type { StartRequest } from './guard-client';
import type { MachinePlan } from './plan';
import { CHANGING } from './preflight/gate';

/** Where the system comes from, when not from a build on the machine. */
export type Source = { readonly system: string } | { readonly generation: number } | undefined;

/** The plan in the guard's words. */
export function startRequest(plan: MachinePlan, facts: Facts, source: Source, by: string): StartRequest {
  const activate = plan.steps.find((step) => step.kind === 'activate');
  const build = plan.steps.find((step) => step.kind === 'build');
  const isConfirmed = plan.steps.some(({ kind }) => kind === 'confirm');
  const reboot = plan.steps.some(({ kind }) => kind === 'trial-reboot');
  const preflight = plan.steps.find((step) => step.kind === 'preflight');
  const adopt = CHANGING.includes(plan.goal) && preflight?.gates.includes('generation') === false;
  return {
    goal: plan.goal,
    stack: plan.stack,
    // A generation that the machine has is whatever it was recorded as: only the machine knows that.
    ...(!(source && 'generation' in source) && { fingerprint: plan.fingerprint }),
    by: recordedBy(by, plan.skipped),
    watch: true,
    ...(source ?? (build && { attribute: build.attribute.replace(/^nixosConfigurations\./, '') })),
    ...(activate && { activate: activate.activateWithin }),
    ...(isConfirmed && { confirm: confirmWithin(plan) }),
    ...(facts.generation !== undefined && { expect: facts.generation }),
    ...(reboot && { reboot: 'if-needed' as const }),
    ...(adopt && { adopt }),
    ...(plan.despiteFreeze !== undefined && facts.frozen && { despite: plan.despiteFreeze }),
    ...(plan.tolerate && { tolerate: plan.tolerate }),
  };
}

/** The machine keeps who deployed with each deployment, so what was left out, and why, stands there, too: `ada@desk (without web: …)`. */
function recordedBy(by: string, skipped: MachinePlan['skipped'] = []): string {
  if (skipped.length === 0) return by;
  const text = `${by} (without ${skipped.map(({ gate, because }) => `${gate}: ${because}`).join('; ')})`;
  if (Buffer.byteLength(text) <= LONGEST_BY) return text;
  const letters = [...text];
  while (Buffer.byteLength(letters.join('')) > LONGEST_BY - Buffer.byteLength('…)')) letters.pop();
  return `${letters.join('')}…)`;
}

/** Bytes: what the guard takes. */
const LONGEST_BY = 200;

/** Seconds: the longest time that the machine waits for the word. */
export const confirmWithin = ({ steps }: MachinePlan): number =>
  Math.max(0, ...steps.map((step) => (step.kind === 'activate' || step.kind === 'trial-reboot' ? step.confirmWithin : 0)));

/** One word, so that it reads well wherever it is shown: `ada@studio-desk`. */
export function deployer(): string {
  const word = (text: string): string => text.replaceAll(/[^\w.-]/g, '-').slice(0, 40);
  return `${word(userName())}@${word(hostname())}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody'; // an account without a name, as in some containers
  }
}

/** Sorts by time, and two at the same second differ: `20260522-180301-4f3a9c`. */
export function newId(now = new Date()): string {
  const digits = now.toISOString().replaceAll(/[-:]|\..*/g, '');
  return `${digits.replace('T', '-')}-${randomBytes(3).toString('hex')}`;
}
