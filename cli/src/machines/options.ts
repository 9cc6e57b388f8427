import type { OptionSpec } from '../command';

/** Options that commands share which talk to machines. */
export const TAGGED: readonly OptionSpec[] = [
  { flags: '-t, --tag <TAG>', summary: 'the machines with this tag; may be repeated', repeatable: true, completes: 'tags' },
];

/** Of commands that change what a machine runs. */
export const DISTURBING: readonly OptionSpec[] = [
  { flags: '--when-idle [MINUTES]', summary: 'wait until nobody records or plays there' },
  { flags: '--interrupt', summary: 'switch also when somebody does' },
];

/** Who carries out what changes a machine. */
export const ENGINE: readonly OptionSpec[] = [
  { flags: '--engine <NAME>', summary: 'ssh (default), or pulumi: resources and a state', completes: 'engines' },
  { flags: '--backend <URL>', summary: 'where Pulumi keeps its state (PULUMI_BACKEND_URL, or pulumi-state/ beside cdk.json)' },
];

export const REACHING: readonly OptionSpec[] = [
  { flags: '--sudo-password-file <FILE>', summary: 'the password for sudo, for all machines; «-» is standard input' },
  { flags: '--ssh-config <FILE>', summary: 'this configuration of ssh, and no other, as in ssh -F' },
  { flags: '--transport <NAME>', summary: 'ssh2 (default), or openssh: the ssh program', completes: 'transports' },
];
