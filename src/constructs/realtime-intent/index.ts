import { isBudget, type RealtimeEntry, type Wish } from '../../assembly';
import { OptionPlace, packageName, type Claim, type NixosModule } from '../../core';
import { RealtimeKernel } from '../realtime';
import { LATENCY_TOOLS } from '../realtime/budget';
import { audioWish } from './audio-wishes';
import { kernelWishes } from './kernel-wishes';
import { musnixClaims } from './musnix-claims';
import { peopleWishes } from './people-wishes';
import { serviceWishes } from './services-wishes';
import { present, wished } from './wish';

/**
 * What a machine was asked to be as a realtime machine: not what its constructs were told, but what their definitions come to, so that overrides,
 * priorities, options of the user's own and what aspects add count. Undefined where nothing was asked.
 *
 * It is pure: the same modules say the same.
 */
export function realtimeIntent(modules: readonly NixosModule[]): RealtimeEntry | undefined {
  const said = modules.flatMap(claimsThatMatter);
  const musnix = musnixClaims(OptionPlace.root(said.filter(({ path }) => path[0] === 'musnix')));
  const all = OptionPlace.root([...musnix, ...said]);
  const kernel = modules.map(({ construct }) => construct).find((construct) => construct instanceof RealtimeKernel);
  const entry = present({
    ...kernelWishes(all, kernel),
    ...peopleWishes(all),
    audio: audioWish(all.at('services')),
    services: serviceWishes(all),
    latencyTest: latencyTest(all),
    budget: budget(kernel),
  });
  return Object.keys(entry).length === 0 ? undefined : entry;
}

/** The groups of options that anything is read of. Most of what a machine says is about others. */
const GROUPS: ReadonlySet<string> = new Set(['boot', 'environment', 'musnix', 'powerManagement', 'security', 'services', 'users']);

function claimsThatMatter({ construct, _definitions }: NixosModule): Claim[] {
  const claims: Claim[] = [];
  for (const { path, node } of _definitions) if (GROUPS.has(path[0]!)) claims.push({ said: construct, path, node });
  return claims;
}

/** Whoever installs the programs, for everybody: cyclictest alone already measures. */
function latencyTest(root: OptionPlace): Wish<boolean> | undefined {
  const installed = root.at('environment', 'systemPackages').items();
  const tool = installed.find(({ value }) => packageName(value) === LATENCY_TOOLS[0]);
  return tool && wished(tool, true);
}

function budget(kernel: RealtimeKernel | undefined): RealtimeEntry['budget'] {
  const entry = kernel?._budget;
  return isBudget(entry) ? wished({ said: kernel!, option: 'RealtimeKernel' }, entry) : undefined;
}
