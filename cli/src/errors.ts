/**
 * Something the user can put right. The message is the whole story, so it is printed alone.
 *
 * Told apart by its name, because every command is a bundle of its own with its own copy of this class.
 */
export class UserError extends Error {
  public override readonly name = 'UserError';
}

/** The app has already said what is wrong: only the exit code is left to give. */
export class AlreadyReported extends Error {
  public override readonly name = 'AlreadyReported';
}

/** The user pressed Ctrl-C, or somebody ended the command. */
export class Interrupted extends Error {
  public override readonly name = 'Interrupted';

  public constructor(public readonly exitCode: number) {
    super('interrupted');
  }
}

/** `AssemblyError` is the library's: what is wrong with a folder that synthesis wrote. */
const COMPLETE: readonly string[] = ['UserError', 'AssemblyError'];

export const isComplete = (error: unknown): error is Error => error instanceof Error && COMPLETE.includes(error.name);

export const noWorkingFolder = (): UserError =>
  new UserError('The folder that you are in is gone: somebody deleted or moved it. Go to your studio with «cd», and try again.');

export const nobodyToAsk = (question: string): UserError =>
  new UserError(`There is nobody to ask here, for this is no terminal. The question was: ${question.trim()}`);

const ISSUES = 'https://github.com/studio-cdk/studio-cdk/issues';

export function bug(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${what}\nThis is a bug in the command line, not in your studio. Please report it at ${ISSUES}, with what the same command prints with --debug.`;
}

/** The parser's words in our own: «error: unknown option '--jsno'\n(Did you mean --json?)» becomes a sentence that ends with the way to help. */
export function usage(parserMessage: string, help: string): UserError {
  const [what = '', hint] = parserMessage.replace(/^error: /, '').split('\n');
  const sentence = what.replaceAll(/'([^']*)'/g, '«$1»').replace(/\.$/, '');
  const suggestion = hint ? ` ${hint.replace(/^\((.*)\)$/, '$1')}` : '';
  return new UserError(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.${suggestion} «${help}» lists what there is.`);
}

/** `Did you mean «studio-laptop»?`, or the names there are when none is near. */
export function suggestion(near: readonly string[], all: readonly string[]): string {
  if (near.length > 0) return `Did you mean ${near.map((name) => `«${name}»`).join(' or ')}?`;
  if (all.length === 0) return 'There are none.';
  return `There ${all.length === 1 ? 'is' : 'are'}: ${all.join(', ')}.`;
}
