import { constructsOfMachine, machineOf, whereabouts, type NixosModule } from '../../core';
import { isUserName } from '../deploy-target';
import { StudioUser } from '../studio-user';
import { badMusician, rootIsNoMusician, userElsewhere } from './errors';
import type { Studio } from './studio';

/** Why somebody cannot work in a studio. */
export function musicianProblem(studio: Studio, musician: string | StudioUser): string | undefined {
  if (studio.musician === 'root') return rootIsNoMusician();
  if (typeof musician === 'string') return isUserName(musician) ? undefined : badMusician(musician);
  const machine = machineOf(studio);
  if (machineOf(musician) === machine) return undefined;
  return userElsewhere(musician.userName, whereabouts(musician), machine.node.path);
}

/** The account of a studio's musician, whoever made it. */
export function accountOf(studio: Studio): StudioUser | undefined {
  for (const other of constructsOfMachine(studio)) if (other instanceof StudioUser && other.userName === studio.musician) return other;
  return undefined;
}

/** What an account that was made elsewhere lacks for music: groups, which NixOS adds to those it has, and keys. */
export function contributeToAccount(module: NixosModule, userName: string, groups: readonly string[], keys: readonly string[]): void {
  module.set(`users.users.${userName}.extraGroups`, groups);
  if (keys.length === 0) return;
  module.set(
    `users.users.${userName}.openssh.authorizedKeys.keys`,
    keys.map((key) => key.trim()),
  );
}
