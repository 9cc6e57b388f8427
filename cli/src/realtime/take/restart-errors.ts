import { offer } from './audio-changes';
import { sentence } from './errors';

export const goesOnWithOld = (user: string): string =>
  `PipeWire has new settings, and PipeWire of ${user} goes on with the old ones until it is restarted. ${offer(user)}`;

export const playsMeanwhile = (user: string, takes: readonly string[]): string =>
  `PipeWire of ${user} was not restarted and goes on with its old settings: ${sentence(takes)}`;

export const notRestarted = (user: string, why: string, isWithoutRights: boolean): string =>
  `PipeWire of ${user} could not be restarted, so it goes on with its old settings: ${why.replace(/\.$/, '')}. ${
    isWithoutRights ? `Who deploys may run nothing but the guard as root there, and this is ${user}'s own: ` : ''
  }${isWithoutRights ? '' : 'By hand: '}${user} does it with «systemctl --user restart pipewire wireplumber», or by logging out and in.`;
