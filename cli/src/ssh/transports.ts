/** The ways to a machine. In a file of its own: the completions name them without loading any of them. */
export const TRANSPORTS = ['ssh2', 'openssh'] as const;
export type Transport = (typeof TRANSPORTS)[number];
