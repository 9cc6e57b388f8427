export * from './attribute-path';
export * from './errors';
export { escapeKey, isIdentifier } from './escape';
export * from './nix';
export * from './node';
export * from './printer';
export * from './value';
