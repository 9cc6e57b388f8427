/** What can be wrong with a person's account. Keys and passwords are never repeated: messages end in logs. */

export const badUserName = (name: string): string =>
  `«${name}» is no user name: small letters, digits, dashes and underscores, a letter or an underscore first, at most 31 of them. Set userName.`;

export const badFullName = (name: string): string =>
  `The full name ${JSON.stringify(name)} does not fit into /etc/passwd: it is one line, without colons.`;

export const badGroup = (name: string): string =>
  `«${name}» is no name of a group: small letters, digits, dashes and underscores, a letter or an underscore first, at most 31 of them.`;

export const onlyKeysForRoot = (properties: readonly string[]): string =>
  `The account root is NixOS's own, and only keys can be added to it; ${properties.join(', ')} cannot. Make an account of another name, with admin: true.`;

export const twoUsersOfOneName = (name: string, first: string): string =>
  `The user «${name}» exists already: ${first}. Put what both say into one of them, or choose another userName.`;

export const privateKey = (position: string): string =>
  `The ${position} is a private key. It must never leave your own machine, and this one would be readable for everybody: ` +
  'give the public one, the line in the file that ends in .pub.';

export const keyFile = (position: string): string =>
  `The ${position} is the name of a file. Give the line that stands in it: readFileSync('key.pub', 'utf8').`;

export const badKey = (position: string, why: string): string =>
  `The ${position} is no public key of OpenSSH: ${why}. It is the one line in a file such as ~/.ssh/id_ed25519.pub.`;

export const passwordInStore = (): string =>
  'hashedPasswordFile holds a password or its hash, which everybody on the machine could read in the Nix store. ' +
  'Put it into a file on the machine (mkpasswd > /etc/studio/alice.hash) and give the path of that file.';

export const badPasswordFile = (path: string): string =>
  `«${path}» is no path of a password file: it is absolute, and names a file on the machine, such as /etc/studio/alice.hash.`;

export const passwordFileInStore = (path: string): string =>
  `The password file «${path}» is in the Nix store, which everybody on the machine can read. Keep it elsewhere, such as /etc/studio/alice.hash.`;
