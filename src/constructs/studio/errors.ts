export const badMusician = (name: string): string =>
  `«${name}» cannot be the musician: user names are small letters, digits, dashes and underscores, a letter or an underscore first, at most 31 of them. ` +
  'For the name of a person, make a StudioUser with a fullName and give it as the musician.';

export const rootIsNoMusician = (): string =>
  'The user root cannot be the musician: root owns the machine, and PipeWire and desktops refuse to work for it. Choose a name such as alice.';

export const userElsewhere = (name: string, where: string, machine: string): string =>
  `The musician «${name}» is a user of another machine (${where}), and this Studio is on ${machine}. Make a StudioUser on this machine, or give the name alone.`;

export const twoDesktops = (first: string, where: string, second: string): string =>
  `This machine would have two desktops with a login screen each: ${first}, chosen by ${where}, and ${second} here. Choose the same for both, or leave one out.`;

export const notInEnvironment = (prop: string): string =>
  `«${prop}» is a matter of the machine, and this studio is in an environment for any Linux, without administrator rights. Leave it out here.`;
