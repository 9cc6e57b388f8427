/** What there is to say about packages that a studio makes itself. */

const LOOKS = 'It looks like sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

export const badHash = (what: string, hash: string): string =>
  `The hash of ${what}, «${hash}», is none that Nix knows. ${LOOKS}. Leave it out, and Nix prints the right one when it builds.`;

export const oldHash = (what: string, hash: string, kind: string, same: string | undefined): string =>
  `The hash of ${what}, «${hash}», is ${kind}. ` +
  (same === undefined
    ? `That is too weak to pin anything. ${LOOKS}; leave it out, and Nix prints the right one when it builds.`
    : `Write it as Nix prints it: ${same}.`);

/** `how` is a command that prints the hash, where there is one. */
export const noHash = (what: string, how: string | undefined): string =>
  `The hash of ${what} is not known yet, so nixpkgs' fake one stands in its place and it cannot be built. ` +
  `Build it once: Nix stops and says «got: sha256-…», which is what belongs here.${how === undefined ? '' : ` Or ask for it: ${how}`}`;

export const branchAsRevision = (rev: string): string =>
  `«${rev}» is a branch: it moves, and the hash will not fit any more. Take a tag or a commit (git rev-parse ${rev} prints it).`;

export const badOwner = (owner: string): string =>
  `«${owner}» cannot be a name on GitHub: owners have letters, digits and single dashes, at most 39.`;

export const badRepo = (repo: string): string =>
  `«${repo}» cannot be a repository on GitHub: letters, digits, dots, dashes and underscores. The owner stands by itself: { owner, repo }.`;

export const badRevision = (rev: string): string =>
  `«${rev}» is neither a tag nor a commit: those have letters, digits and «.», «_», «-», «+», «/», without blanks. Take a tag such as v1.2.0, or all 40 digits of a commit.`;

export const badUrl = (url: string): string =>
  `«${url}» is no address that Nix can fetch. It looks like https://example.org/synth-1.2.0.tar.gz, without blanks.`;

export const noSourceFile = (path: string): string => `The source «${path}» does not exist. Paths are relative to the folder of cdk.json.`;

export const badName = (name: string): string =>
  `A package cannot be called «${name}»: letters, digits, «.», «_», «+» and «-», a letter first. Say another one with { name: … }.`;

export const badVersion = (name: string, version: string): string =>
  `«${version}» cannot be the version of «${name}»: a digit first, then letters, digits, «.», «_», «+» and «-», such as 1.2.0.`;

export const noVersion = (name: string): string =>
  `The version of «${name}» cannot be told from its source. Say it: { version: '1.2.0' }; nixpkgs calls a commit after its day, '0-unstable-2026-05-31'.`;

export const noFormats = (name: string): string =>
  `«${name}» has no formats, so no program would find anything in it. Say which plugins it makes: { formats: [PluginFormat.LV2] }.`;

export const badFlag = (attribute: string, flag: string): string =>
  `The flag «${flag}» of ${attribute} has a blank or a line break, at which nixpkgs takes it apart. Set it in preConfigure or preBuild, e.g. ${attribute}Array+=("NAME=a b").`;

export const badOptionName = (name: string): string =>
  `«${name}» cannot be the name of a build option: letters, digits, «_», «.», «:» and «-».`;

export const badOptionValue = (name: string): string =>
  `The build option «${name}» must be true, false or a text without blanks: nixpkgs takes flags apart at blanks.`;

export const badEnvironment = (name: string): string =>
  `«${name}» cannot be the name of an environment variable: letters, digits and underscores, and no digit first.`;

export const variableOfTheBuild = (name: string): string =>
  `The variable «${name}» is one that every build has already, and it would get another meaning. Choose another name.`;

export const badPattern = (pattern: string): string =>
  `«${pattern}» cannot say which files are plugins. It is a path below the folder of the build, such as bin/*.lv2; «*» and «?» stand for anything, «..» is not allowed.`;

export const filesOfOtherFormat = (format: string): string =>
  `There are files for ${format}, but it is not among the formats of this package. Add it to formats, or leave the files out.`;

export const noFilesOfFormat = (format: string, folder: string): string =>
  `Nothing says which files are its ${format} plugins. Name them: files: { ${folder}: ['…'] }.`;

export const notByFaust = (format: string): string =>
  `nixpkgs' Faust makes LV2 and LADSPA plugins. For ${format} it would need an SDK that nixpkgs does not have: take one of the two, or write the phases yourself.`;

export const badDsp = (path: string): string =>
  `«${path}» is no program of Faust: it must be a path inside of the source that ends in .dsp.`;

export const badCrate = (crate: string): string => `«${crate}» cannot be the name of a crate: letters, digits, «_» and «-».`;

export const notByBundler = (format: string): string =>
  `nih-plug's bundler makes CLAP and VST3 plugins, not ${format}. Leave that out, or say with files which of cargo's results it is.`;

export const badLicence = (license: string): string =>
  `«${license}» cannot be one of nixpkgs' licences. They are called like gpl3Plus, mit, asl20 (lib.licenses); for one that is not free say { unfree: true }.`;

export const emptyScript = (name: string): string => `The phase «${name}» is empty. Write shell, or leave it out.`;

export const noOverlayFile = (path: string): string =>
  `The overlay «${path}» does not exist. Paths are relative to the folder of cdk.json.`;

export const notAnOverlay = (path: string): string =>
  `«${path}» holds no overlay: it must be a file that ends in .nix, or a folder with a default.nix, with a function final: prev: { … }.`;

export const emptyOverlay = (): string =>
  'This overlay changes nothing. Give it a file (path), a flake (input), or packages by their attributes.';

export const attributeWithoutInput = (attribute: string): string =>
  `«${attribute}» is the attribute of a flake, and no flake is named. Give the flake too: { input: … }.`;

export const notAnAttribute = (attribute: string): string =>
  `«${attribute}» cannot be the attribute of a package here: letters, digits, «_» and «-», a letter first.`;
