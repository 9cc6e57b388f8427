/** What the rest of the command line knows of the checks. */
export { CHECKS, LEFT_OUT } from './all';
export { GROUPS, rankOf, worstOf, type Check, type Group } from './check';
export { isAskedFor, judge } from './judge';
