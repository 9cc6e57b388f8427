export * from './errors';
export * from './lock';
export * from './manifest';
export * from './read';
export * from './realtime';
export * from './write';
