export { StudioUser, type StudioUserProps } from './studio-user';
