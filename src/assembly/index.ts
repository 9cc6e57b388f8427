export * from './errors';
export * from './manifest';
export * from './read';
export * from './write';
