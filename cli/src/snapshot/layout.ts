/** What is in the folder of a snapshot. */
export const SNAPSHOT_FILE = 'snapshot.json';
export const FLAKE_FOLDER = 'flake';
export const CACHE_FOLDER = 'cache';
