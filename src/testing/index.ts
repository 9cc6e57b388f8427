/** What unit tests of a studio import: `import { Match, Template } from 'studio-cdk/testing'`. Everything public, and nothing else. */
export { Findings, type FoundMessage } from './findings';
export { Match } from './match';
export { Matcher } from './matcher';
export { Template, type SnapshotProps } from './template';
