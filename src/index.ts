/** studio-cdk: audio studios as code, on NixOS. Everything public, and nothing else. */

// The program and its machines
export { App, type AppProps } from './core/app';
export { Stack, System, type StackProps } from './core/stack';
export { NixosStack, type Keyboard, type NixosStackProps } from './stacks/nixos-stack';

// What a studio has
export { Asset, type AssetProps } from './constructs/asset';
export { BootLoader, type GrubProps, type SystemdBootProps } from './constructs/boot-loader';
export { type DeployTarget } from './constructs/deploy-target';
export { Network, type StaticNetworkProps } from './constructs/network';

// Where packages and modules come from
export { FlakeInput, type FlakeInputProps } from './core/flake-input';
export { Nixpkgs } from './core/nixpkgs';

// Making constructs of your own
export { Annotations } from './core/annotations';
export { Aspects, type IAspect } from './core/aspects';
export { NixosModule } from './core/module';
export { StudioConstruct } from './core/studio-construct';
export { Nix, type INixProducer, type NixInherit, type NixPatternProps } from './nix/nix';
