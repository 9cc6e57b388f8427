import type { Call } from '../../command';
import { JsonView } from './json';
import { LiveView } from './live';
import { PlainView } from './plain';
import type { View } from './view';

/** The view that suits the call: for programs, for somebody who looks, or for a log. */
export function openView({ terminal, options }: Pick<Call, 'terminal' | 'options'>, stacks: readonly string[]): View {
  if (options['json']) return new JsonView(terminal.out);
  if (options['quiet'] || !terminal.err.isInteractive) return new PlainView(terminal, stacks, options['quiet'] === true);
  return new LiveView(terminal, stacks);
}
