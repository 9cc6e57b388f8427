export const badHostName = (name: string): string =>
  `A machine cannot be called «${name}» in a network: host names have 1 to 63 letters, digits and dashes, and neither start nor end with a dash. Set hostName.`;

export const badStateVersion = (version: string): string =>
  `The state version «${version}» is no release of NixOS. It is the one the machine was installed with, year and month, such as 26.05; «nixos-version» on the machine tells.`;

export const badTimeZone = (zone: string): string =>
  `«${zone}» is no time zone. They are called after places, such as Europe/Berlin; «timedatectl list-timezones» lists them.`;

export const badTag = (tag: string): string =>
  `«${tag}» is no tag. Tags are small letters, digits and dashes, such as stage or room-2: they are typed on the command line.`;

export const badLocale = (locale: string): string =>
  `«${locale}» is no locale. It is a language, a country and a character set, such as de_DE.UTF-8.`;

export const badKeyboard = (word: string): string =>
  `«${word}» is no name of a keyboard layout. They are short, such as us, de or fr; «localectl list-x11-keymap-layouts» lists them.`;

export const hardwareNotAFile = (path: string, advice: string): string => `The hardware file «${path}» is no file. ${advice}`;

export const noKeys = (user: string): string =>
  `No key of yours is known to this machine, so ${user} may be unable to log in for the next deployment. Add target.authorizedKeys, with the line in ~/.ssh/id_ed25519.pub.`;

export const noModule = (path: string): string =>
  `The module «${path}» does not exist. Paths are relative to the folder of cdk.json; it is a file that ends in .nix, or a folder with a default.nix.`;

export const notAModule = (path: string): string =>
  `«${path}» is no NixOS module: it is a file that ends in .nix, or a folder with a default.nix.`;

export const moduleNameTaken = (path: string, name: string): string =>
  `The module «${path}» would be copied to «${name}», where another one of this machine stands already. Rename one of them.`;

export const noSystems = (): string =>
  'This environment is for no platform at all: systems is empty. Leave it out, or name one such as System.X86_64_LINUX.';

export const systemTwice = (): string => 'A platform is named twice among the systems of this environment. Once is enough.';

export const reservedProgram = (name: string): string =>
  `No program of an environment can be called «${name}»: that name stands for the package with everything. Give it another one with Pkg.fromNix(…, { name: … }).`;

export const badFolder = (path: string): string =>
  `«${path}» cannot be a folder of the session: it is relative to it, such as audio or mixes/old, of letters, digits, blanks, «.», «_», «+» and «-».`;

export const movingNixpkgs = (url: string): string =>
  `Something in this project comes from ${url}, which moves: only the lock file keeps it where it is. Pin it with Nixpkgs.revision(…) to be sure of it in five years.`;

export const notInModules = (name: string, option: string): string =>
  `What this environment says to ${option.startsWith('home') ? 'a home' : 'NixOS'} uses «${name}», which whoever imports the module does not have. ` +
  'Options there can use packages of nixpkgs itself; add the other ones as tools or programs.';
