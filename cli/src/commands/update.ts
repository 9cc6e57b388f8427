import type { Call, CommandSpec } from '../command';
import { Nix } from '../nix/nix';
import { synthesise } from '../project/assembly';
import { displayPath } from '../render/paths';
import { table } from '../render/table';
import { nearest } from '../suggest';
import type { Output } from '../terminal';
import { commitMessage } from '../update/commit-message';
import { noInput, twoFormats } from '../update/errors';
import { pinText, type Move } from '../update/moves';
import { refresh } from '../update/refresh';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description:
    'Moves the inputs of the flake (nixpkgs, musnix, …) to their newest revisions: Nix writes flake.lock anew, beside cdk.json and in the output folder. Without INPUT all of them move.',
  arguments: [{ syntax: '[INPUT...]', summary: 'only these, as in nixpkgs', completes: 'inputs' }],
  options: [
    { flags: '--commit-message', summary: 'print a message for Git on standard output; nothing when nothing moved' },
    { flags: '--json', summary: 'what moved, as JSON on standard output' },
  ],
  examples: [
    { command: 'cdk update', meaning: 'everything' },
    { command: 'cdk update musnix', meaning: 'one input; the others stay' },
    { command: 'cdk update --commit-message | git commit -F - flake.lock', meaning: 'and commit it' },
  ],
  run: update,
};

async function update(call: Call): Promise<number> {
  const { terminal, options, arguments: inputs, cwd } = call;
  if (options['json'] && options['commitMessage']) throw twoFormats();
  const nix = await Nix.find('«cdk update»');
  const { folder, home, manifest } = await synthesise(call, 'stderr');
  const known = Object.keys(manifest.inputs);
  for (const input of inputs) if (!known.includes(input)) throw noInput(input, nearest(input, known), known);

  const { err, out } = terminal;
  const moves = await refresh(nix, {
    assembly: folder,
    places: [...new Set([home, folder])],
    inputs,
    onLine: (line) => /^warning:.*(download|retrying)/.test(line) && err.line(err.paint.dim(line)),
  });
  if (options['json']) out.line(jsonText({ moves }, 2));
  else if (options['commitMessage']) out.write(moves.length === 0 ? '' : commitMessage(moves));
  const words = options['json'] || options['commitMessage'] ? err : out;
  report(moves, words, displayPath(cwd, home));
  return 0;
}

function report(moves: readonly Move[], out: Output, where: string): void {
  const file = where === '.' ? 'flake.lock' : `${where}/flake.lock`;
  if (moves.length === 0) return out.line(`${out.paint.green('✔')} Nothing moved: ${file} is up to date`);
  out.line(`${out.paint.green('✔')} ${moves.length} ${moves.length === 1 ? 'input' : 'inputs'} moved in ${file}\n`);
  const rows = moves.map(({ input, old, new: next }) => [`  ${input}`, pinText(old, 'new'), '→', pinText(next, 'gone')]);
  out.line(table(rows, (cell, column) => (column === 0 ? out.paint.bold(cell) : cell)));
}
