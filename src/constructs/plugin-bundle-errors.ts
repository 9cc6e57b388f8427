import type { PluginFormat } from './plugin-format';

export const nothingLeft = (name: string, formats: readonly PluginFormat[], only: readonly PluginFormat[]): string =>
  `Nothing is left of «${name}»: it comes as ${formats.join(', ')}, and this bundle takes only ${only.join(', ')}. Allow one of its formats, or leave it out.`;

export const emptyBundle = (): string => 'This bundle is empty: no plugins, and no other bundles. Add some, or remove it.';

export const unusedBundle = (id: string): string =>
  `No DawHost, Studio or other bundle uses the bundle «${id}», so its plugins appear nowhere. Give it to a host: plugins: [ … ].`;

export const bundleInItself = (path: string): string => `The bundle «${path}» cannot be added: it would contain itself.`;
