import type { PreemptionModel } from '../../../../src/assembly/realtime';
import type { KernelState } from '../snapshot';
import { parameter } from './parameters';

/** What is known of who may interrupt whom. */
export interface Preemption {
  readonly model?: PreemptionModel;
  /** Whether urgent work may interrupt the kernel nearly everywhere. Known more often than the model. */
  readonly isPreemptible?: boolean;
  /** The parameter stands on the command line, and this kernel does not read it. */
  readonly isIgnored?: true;
}

/**
 * What is in force. debugfs says it to root alone. Otherwise the kernel's own version names what it was built with, and `preempt=` counts only
 * where that says PREEMPT_DYNAMIC: a kernel without it ignores the parameter without a word.
 */
export function preemptionOf(kernel: KernelState): Preemption {
  if (kernel.isRealtime === true || /PREEMPT[_ ]RT\b/.test(kernel.version)) return of('realtime');
  const inForce = modelOf(kernel.preemptInForce);
  if (inForce) return of(inForce);
  const wish = parameter(kernel.parameters, 'preempt');
  if (isDynamic(kernel)) return of(modelOf(wish) ?? builtIn(kernel));
  return { ...fixed(kernel), ...(wish !== undefined && { isIgnored: true as const }) };
}

export const isThreaded = ({ parameters, ...kernel }: KernelState): boolean =>
  parameter(parameters, 'threadirqs') !== undefined || preemptionOf({ parameters, ...kernel }).model === 'realtime';

const isDynamic = ({ version, config }: KernelState): boolean =>
  /PREEMPT_DYNAMIC/.test(version) || config?.['CONFIG_PREEMPT_DYNAMIC'] === 'y';

/** Without PREEMPT_DYNAMIC. */
function fixed(kernel: KernelState): Preemption {
  if (/PREEMPT_LAZY/.test(kernel.version)) return of('lazy');
  if (/\bPREEMPT\b/.test(kernel.version)) return of('full');
  const built = builtIn(kernel);
  if (built) return of(built);
  return /#\d/.test(kernel.version) ? { isPreemptible: false } : {};
}

/** The model that the kernel takes when nobody says another. */
function builtIn({ config }: KernelState): PreemptionModel | undefined {
  const has = (name: string): boolean => config?.[name] === 'y';
  if (has('CONFIG_PREEMPT_LAZY')) return 'lazy';
  if (has('CONFIG_PREEMPT')) return 'full';
  if (has('CONFIG_PREEMPT_VOLUNTARY')) return 'voluntary';
  return has('CONFIG_PREEMPT_NONE') ? 'none' : undefined;
}

const MODELS: readonly PreemptionModel[] = ['none', 'voluntary', 'full', 'lazy', 'realtime'];

const modelOf = (word: string | undefined): PreemptionModel | undefined => MODELS.find((model) => model === word);

const of = (model: PreemptionModel | undefined): Preemption =>
  model === undefined ? {} : { model, isPreemptible: model !== 'none' && model !== 'voluntary' };
