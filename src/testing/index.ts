/**
 * What unit tests of a studio import: `import { Match, Template } from 'studio-cdk/testing'`. Everything that these four files export is public;
 * jsii wants them whole, because it cannot follow single names out of a submodule.
 */
export * from './findings';
export * from './match';
export * from './matcher';
export * from './template';
