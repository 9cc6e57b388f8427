import type { PluginFormat } from './plugin-format';

export const hostOutsideOfStack = (): string =>
  'A DawHost installs a program, so it must be inside of a machine: give it a studio or a stack as scope. Bundles may stand in the app itself.';

export const notLoadable = (title: string, name: string, formats: readonly PluginFormat[], wanted: readonly PluginFormat[]): string =>
  `${title} gets nothing from «${name}», which comes as ${formats.join(', ')}: here it loads only ${wanted.join(', ') || 'no format at all'}. ` +
  'Allow another format, or leave it out.';

export const twoHostsOfOneProgram = (title: string, first: string): string =>
  `${title} is installed twice on this machine, here and by «${first}», and only one of them could be started. Give all its plugins to one host.`;

export const badVariable = (name: string): string =>
  `«${name}» cannot be the name of an environment variable: letters, digits and underscores, and no digit first.`;

export const pathVariable = (name: string): string =>
  `${name} is what this host sets to its plugins. Add plugins to the host instead; what lies in the user's own folders is seen anyway.`;
