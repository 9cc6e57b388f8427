/** What `cdk bootstrap-access` can print. In a file of its own, because the completions name them. */
export const FORMAT_MEANINGS = {
  nixos: 'a module for /etc/nixos',
  sudoers: 'the rule for sudo alone',
  script: 'the guard itself',
} as const;

export type Format = keyof typeof FORMAT_MEANINGS;
