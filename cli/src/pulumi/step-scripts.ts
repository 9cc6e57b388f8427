import { shellCommand, shellWord } from '../ssh/shell-word';

/** One call of the guard that Pulumi is to make. */
export interface StepCall {
  /** What starts the guard, with root's rights. */
  readonly guard: readonly string[];
  /** The deployment's ID. */
  readonly id: string;
}

/** Where an archive is laid, in the home of who logs in. */
export const incoming = (id: string): string => `.cache/studio-cdk/${id}.tar.gz`;

/** All are run by whatever shell the user has, and may be run again: what the machine knows of already is not done twice. */
export function receiveScript({ guard, id }: StepCall): string {
  const file = shellWord(incoming(id));
  return script(
    `if ${call(guard, 'result', id)} >/dev/null 2>&1; then rm -f ${file}; exit 0; fi`,
    `${call(guard, 'receive', id)} <${file}`,
    `code=$?; rm -f ${file}; exit $code`,
  );
}

export const startScript = ({ guard, id }: StepCall, settings: readonly string[]): string =>
  script(`if ${call(guard, 'result', id)} >/dev/null 2>&1; then exit 0; fi`, `exec ${call(guard, 'start', id, ...settings)}`);

/** Ends when the machine has said how it ended. One that goes on to a trial boot has taken the word, too. */
export const confirmScript = ({ guard, id }: StepCall): string =>
  script(
    `${call(guard, 'confirm', id)}; said=$?`,
    `while answer=$(${call(guard, 'result', id)}); do`,
    `  case $answer in`,
    `    *outcome=switched* | *outcome=tested* | *outcome=staged* | *phase=stage* | *phase=reboot*) printf '%s\\n' "$answer"; exit 0 ;;`,
    `    *outcome=*) printf '%s\\n' "$answer" >&2; exit 1 ;;`,
    `  esac`,
    `  [ $said = 0 ] || exit $said`,
    `  sleep 0.2`,
    `done`,
    `exit 1`,
  );

const script = (...lines: readonly string[]): string => shellCommand(['sh', '-c', lines.join('\n')]);
const call = (guard: readonly string[], ...words: readonly string[]): string => [...guard, ...words].map(shellWord).join(' ');
