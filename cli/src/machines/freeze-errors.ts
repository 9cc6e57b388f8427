import { UserError } from '../errors';
import { harmless } from '../ssh/harmless';

const AS_IN = "as in --until '2026-12-01 23:00', or --for 3d";

export const untilOrFor = (): UserError => new UserError(`Until when? Say either --until or --for: ${AS_IN}.`);

export const badUntil = (given: string): UserError =>
  new UserError(
    `--until «${harmless(given)}» is no time. Write a day and a time, as in '2026-12-01 23:00'; that is by the clock of this computer, unless a zone stands behind it, as in 2026-12-01T23:00+01:00.`,
  );

export const noSuchTime = (given: string): UserError =>
  new UserError(
    `--until «${harmless(given)}»: there is no such time. Look whether the day is in the calendar, and whether the clocks are put forward in that hour.`,
  );

export const badFor = (given: string): UserError =>
  new UserError(`--for «${harmless(given)}» is no length of time. Write weeks, days, hours and minutes as in 2w, 3d, 12h, 90m or 1d12h.`);

export const notAhead = (given: string): UserError =>
  new UserError(`--until «${harmless(given)}» is over already. Give a time to come, ${AS_IN}.`);

export const tooFarAhead = (given: string): UserError =>
  new UserError(`«${harmless(given)}» is more than two years ahead, which nobody would remember. Give a nearer time, ${AS_IN}.`);
