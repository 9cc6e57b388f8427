/** Audio software of nixpkgs, as of July 2026: what it is, what it ships, what it is called and was called. */
export * from './entry';
export * from './former-names';
export * from './lookup';
