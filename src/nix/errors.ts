/** A value or a piece of text that the Nix language cannot hold. The message is the whole story: no stack trace is needed. */
export class NixError extends TypeError {
  public override readonly name = 'NixError';
}

// Values ---------------------------------------------------------------------------------------------------------------------------

/** `where` is the path of the offender inside the value, empty when it is the value itself. */
const at = (where: string): string => (where === '' ? 'The value' : `The value at «${where}»`);

export const refusedValue = (where: string, reason: string): NixError => new NixError(`${at(where)} ${reason}`);

/** Why a value is refused, and what to do instead. */
export const reasons = {
  undefined: 'is undefined, and Nix has no such thing. Write null if you mean null; leave it out otherwise.',
  function:
    'is a function: Nix cannot run JavaScript. Call it and give what it returns, or write a Nix function with Nix.fn or Nix.pattern.',
  symbol: 'is a symbol: Nix has strings only. Use its description.',
  NaN: 'is NaN (not a number): a computation before it went wrong.',
  infinity: 'is infinite: Nix has no infinite numbers.',
  unsafe: (value: number): string =>
    `is ${value}: a JavaScript number holds whole numbers exactly only up to ${Number.MAX_SAFE_INTEGER}, so digits may be lost. Write it as a bigint (123n), at most 64 bits; a float of that size is Nix.raw('1.0e30').`,
  integer: (value: bigint): string =>
    `is ${value}: a whole number in Nix has 64 bits, from ${-(2n ** 63n)} to ${2n ** 63n - 1n}. Give it as a string.`,
  NUL: 'holds a NUL character: Nix strings end at NUL. Remove it, or store the bytes in a file and refer to that with Nix.path.',
  surrogate: 'holds half of a surrogate pair, which is no Unicode text. It was probably cut in the middle of a character.',
  cycle: (back: string): string => `refers back to ${back === '' ? 'the value itself' : `«${back}»`}: Nix data cannot contain itself.`,
  depth: (limit: number): string => `is nested deeper than ${limit} levels. Flatten the structure.`,
  instance: (name: string): string =>
    `is an instance of ${name}: ${INSTANCES[name] ?? 'only plain objects, arrays and Nix expressions can become Nix. Give its fields as a plain object.'}`,
} as const;

const INSTANCES: Readonly<Record<string, string>> = {
  Map: 'Nix has sets. Use Object.fromEntries(map).',
  Set: 'Nix has lists. Use [...set].',
  Date: 'Nix has no dates. Use date.toISOString() or a number of seconds.',
  RegExp: 'Nix has strings. Use its source.',
  Promise: 'a promise has no value yet. Await it first.',
  Buffer: 'Nix strings hold text only. Decode it, or store it in a file and refer to that with Nix.path.',
};

// Names and paths ------------------------------------------------------------------------------------------------------------------

export const badKey = (key: string, reason: string): NixError => new NixError(`The attribute name ${JSON.stringify(key)} ${reason}`);

export const notAnIdentifier = (name: string, keyword: boolean): NixError =>
  new NixError(
    keyword
      ? `«${name}» is a keyword of the Nix language and cannot be a name. Choose another one.`
      : `«${name}» cannot be a name in Nix: names have letters, digits, «_», «-» and «'», and begin with a letter or «_».`,
  );

export const badAttrPath = (path: string, index: number, what: string): NixError =>
  new NixError(
    `The attribute path «${path}» cannot be read: ${what} at character ${index + 1}. Write it like boot.kernel.sysctl."vm.swappiness".`,
  );

export const badPath = (path: string, why: string): NixError =>
  new NixError(`The path «${path}» ${why}. Write it like ./hardware.nix, ../assets/x or /etc/machine-id.`);

// Expressions ----------------------------------------------------------------------------------------------------------------------

export const noArguments = (): NixError =>
  new NixError('A call needs at least one argument: in Nix, a function without one is not called at all.');

export const notAPart = (index: number, kind: string): NixError =>
  new NixError(
    `Part ${index + 1} of the string is of the kind «${kind}», and Nix cannot put that into a string. Give text, a number, or an expression whose value is a string.`,
  );

export const unknownOperator = (operator: string, known: readonly string[]): NixError =>
  new NixError(`Nix has no operator «${operator}»; it has ${known.join(' ')}.`);

export const emptyCode = (): NixError => new NixError('Nix.raw got no code. Give it an expression, such as pkgs.ardour.');

export const repeatedName = (name: string): NixError =>
  new NixError(`The parameter «${name}» is there twice. A function takes each name once.`);

export const unknownDefault = (name: string): NixError =>
  new NixError(`There is a default for «${name}», but the function takes no such name. Add it to the names, or remove the default.`);

export const tooDeep = (limit: number): NixError =>
  new NixError(`The expression is nested deeper than ${limit} levels. Does a lazy value answer with something that holds itself?`);
