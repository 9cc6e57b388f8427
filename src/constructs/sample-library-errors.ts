export const badSampleName = (name: string): string =>
  `Samples cannot be called «${name}»: the name is also a folder. Use letters, digits, «.», «_», «+» and «-».`;

export const samplesFromBoth = (): string => 'Samples come from one place: give either url and hash, or path.';

export const samplesFromNowhere = (): string =>
  'Nobody says where these samples come from: give url and hash, or the path of a file or folder of the project.';

export const badSampleUrl = (url: string): string =>
  `«${url}» is no address that Nix can fetch. It looks like https://example.org/piano.tar.gz, without blanks.`;

export const noSampleHash = (url: string): string =>
  `Samples are pinned by their hash, and these have none. «nix store prefetch-file ${url}» prints it (with --unpack where it is an archive).`;
