export * from './build-systems/props';
export { FhsHost, type FhsHostProps } from './fhs-host';
export { type PluginFiles } from './files';
export { Overlay, type OverlayProps } from './overlay';
export { PluginPackage } from './plugin-package';
export * from './props';
export { Source, type GithubSourceProps, type UrlSourceProps } from './source';
