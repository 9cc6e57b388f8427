import type { Call, CommandSpec } from '../command';
import { askAll, withLogin, withRights } from '../deploy/ask-machines';
import { interruptible } from '../deploy/interrupts';
import { openWays } from '../deploy/open-machine';
import { selectMachines, type Machine } from '../deploy/select-machines';
import { noCommand } from '../machines/errors';
import { REACHING, TAGGED } from '../machines/options';
import { synthesise } from '../project/assembly';
import { harmless } from '../ssh/harmless';

export const command: CommandSpec = {
  description:
    'Runs a program on machines, on all at once, as the user that each is deployed as. Its words are not read by a shell there; «sh -c» starts one. It ends with the highest exit code of all.',
  usage: '[options] [STACK...] -- PROGRAM [ARGS...]',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs; not needed for the only machine of an app', completes: 'machines' }],
  options: [...TAGGED, { flags: '--all', summary: 'every machine' }, { flags: '--sudo', summary: "with root's rights" }, ...REACHING],
  examples: [
    { command: 'cdk exec studio-laptop -- uptime', meaning: 'one machine' },
    { command: 'cdk exec --all --sudo -- journalctl -p err -b', meaning: 'all of them, as root' },
    { command: "cdk exec 'stage-*' -- sh -c 'aplay -l | grep card'", meaning: 'with a shell' },
  ],
  run: exec,
};

/** As ssh itself has it: there was no connection, so no exit code of the program. */
const NO_CONNECTION = 255;

async function exec(call: Call): Promise<number> {
  const { terminal, options, behindDashes: program } = call;
  if (program === undefined || program.length === 0) throw noCommand();
  const names = call.arguments.slice(0, call.arguments.length - program.length);
  const { manifest } = await synthesise(call, 'stderr');
  const machines = selectMachines(manifest.stacks, { names, ...(options as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  const ways = openWays(call);
  const withConnection = options['sudo'] ? withRights : withLogin;
  const width = machines.length > 1 ? Math.max(...machines.map(({ name }) => name.length)) : 0;
  const say = ({ name }: Machine, line: string, stream: 'out' | 'err'): void =>
    terminal[stream].line(width === 0 ? line : `${terminal[stream].paint.dim(`${name.padEnd(width)} |`)} ${line}`);

  const words = { onFirst: (): void => undefined, onSecond: (): void => undefined };
  const { result, exitCode } = await interruptible(words, (signal) =>
    askAll(machines, (machine) =>
      withConnection(
        ways,
        machine,
        (connection) => connection.run({ argv: program, signal, onLine: (line, stream) => say(machine, line, stream) }),
        signal,
      ),
    ),
  );
  if (exitCode !== undefined) return exitCode;
  const codes = result.map((answer) => {
    if ('value' in answer) return answer.value.code;
    say(answer.machine, terminal.err.paint.red(harmless(answer.problem.message)), 'err');
    return NO_CONNECTION;
  });
  return Math.max(...codes);
}
