import { SCRIPTS } from '../completion/scripts';
import type { Call, CommandSpec } from '../command';
import { UserError, suggestion } from '../errors';
import { nearest } from '../suggest';

export const command: CommandSpec = {
  description: 'Prints a script that lets your shell complete commands, options and the names of your machines.',
  arguments: [{ syntax: '<SHELL>', summary: 'bash, zsh or fish', completes: 'shells' }],
  examples: [
    { command: 'source <(cdk completion bash)', meaning: 'in ~/.bashrc' },
    { command: 'source <(cdk completion zsh)', meaning: 'in ~/.zshrc' },
    { command: 'cdk completion fish > ~/.config/fish/completions/cdk.fish', meaning: 'once' },
  ],
  run: completion,
};

async function completion({ arguments: [shell = ''], terminal }: Call): Promise<number> {
  const script = SCRIPTS[shell];
  const shells = Object.keys(SCRIPTS);
  if (script === undefined) throw new UserError(`There are no completions for «${shell}». ${suggestion(nearest(shell, shells), shells)}`);
  terminal.out.write(script);
  return 0;
}
