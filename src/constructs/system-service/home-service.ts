import { Nix } from '../../nix';

/** What a user's service is, apart from its directives. */
export interface HomeService {
  readonly name: string;
  readonly description: string;
  readonly after: readonly string[] | undefined;
  readonly wants: readonly string[] | undefined;
  readonly wantedBy: readonly string[] | undefined;
  readonly schedule: unknown;
  /** Variables, with specifiers of systemd escaped. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** The section `Service`. */
  readonly directives: Readonly<Record<string, unknown>>;
}

/** A service as home-manager wants it: in the words of systemd's own files, where NixOS has some of its own. */
export function homeServiceOptions(service: HomeService): Record<string, unknown> {
  const { name, description, after, wants, schedule, environment, directives } = service;
  const wantedBy = service.wantedBy ?? (schedule === undefined ? ['default.target'] : undefined);
  const unit = `systemd.user.services.${JSON.stringify(name)}`;
  const timer = `systemd.user.timers.${JSON.stringify(name)}`;
  const variables = Object.entries(environment).map(([variable, value]) => assignment(variable, value));
  return {
    [`${unit}.Unit`]: present({ Description: description, After: after, Wants: wants }),
    [`${unit}.Service`]: present({ ...directives, Environment: variables.length > 0 ? variables : undefined }),
    [`${unit}.Install.WantedBy`]: wantedBy,
    [`${timer}.Timer.OnCalendar`]: schedule,
    [`${timer}.Install.WantedBy`]: schedule === undefined ? undefined : ['timers.target'],
  };
}

/** `"NAME=value"`, in quotes, so that values may hold blanks. */
function assignment(name: string, value: unknown): unknown {
  if (typeof value === 'string') return `"${name}=${value.replace(/[\\"]/g, '\\$&')}"`;
  return Nix.interpolate([`"${name}=`, value, '"']);
}

function present(section: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined));
}
