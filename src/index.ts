/** studio-cdk: audio studios as code, on NixOS. Everything public, and nothing else. */

// The program and its machines
export { App, type AppProps } from './core/app';
export { Stack, System, type StackProps } from './core/stack';
export { HomeStudioStack, type HomeStudioStackProps } from './stacks/home-studio-stack';
export { Graphics } from './stacks/graphics';
export { NixosStack } from './stacks/nixos-stack';
export { type Keyboard, type NixosStackProps } from './stacks/nixos-stack-props';
export { MusicProject, type MusicProjectProps } from './stacks/music-project';
export { PortableStack, type PortableStackProps } from './stacks/portable-stack';

// What a studio has
export * from './constructs/audio';
export { Asset, type AssetProps } from './constructs/asset';
export { BootLoader, type GrubProps, type SystemdBootProps } from './constructs/boot-loader';
export { Daw, type DawProps } from './constructs/daw';
export { DawHost, type DawHostProps } from './constructs/daw-host';
export { type DeployTarget } from './constructs/deploy-target';
export * from './constructs/health-check';
export { HomeOption, type HomeOptionProps } from './constructs/home-option';
export { Network, type StaticNetworkProps } from './constructs/network';
export { NixosOption, NixosOptions, type NixosOptionProps, type NixosOptionsProps } from './constructs/nixos-option';
export * from './constructs/packaging';
export { PluginBundle, type PluginBundleProps } from './constructs/plugin-bundle';
export { PluginFormat } from './constructs/plugin-format';
export * from './constructs/realtime';
export { SampleLibrary, type SampleLibraryProps } from './constructs/sample-library';
export * from './constructs/studio';
export * from './constructs/studio-user';
export * from './constructs/system-service';

// Where packages and modules come from
export { FlakeInput, type FlakeInputProps } from './core/flake-input';
export { Nixpkgs } from './core/nixpkgs';
export { Pkg, type NixPkgProps, type PkgFacts, type PkgProps } from './constructs/pkg';

// Making constructs of your own
export { Annotations } from './core/annotations';
export { Aspects, type IAspect } from './core/aspects';
export { Duration } from './core/duration';
export { Environment, type EnvironmentProgramProps } from './core/environment';
export { NixosModule } from './core/module';
export { StudioConstruct } from './core/studio-construct';
export { Nix, type INixProducer, type NixInherit, type NixPatternProps } from './nix/nix';

// Unit tests of a studio; in TypeScript import them from 'studio-cdk/testing'
export * as testing from './testing';
