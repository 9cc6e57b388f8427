import type { Call, CommandSpec, GlobalOptions } from '../command';
import { isAboutMachines, readOptions } from '../doctor/doctor-options';
import type { Finding } from '../doctor/finding';
import { checkPrograms } from '../doctor/programs';
import { checkStudio } from '../doctor/studio';
import { checkTuning } from '../doctor/tuning';
import { REACHING, TAGGED } from '../machines/options';
import { table } from '../render/table';
import type { Output, Paint } from '../terminal';

export const command: CommandSpec = {
  description:
    'Says what makes a machine crackle: compares its realtime tuning with what the studio asked for, explains each finding, and says what mends it. Without a STACK and --local it checks what this computer and the studio in this folder have. It changes nothing. It ends with 1 when something is wrong or a machine did not answer, and with 2 for warnings where --strict is given.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs of machines', completes: 'machines' }],
  options: [
    { flags: '--local', summary: 'this computer’s tuning; with a STACK, held against what that was asked to be' },
    { flags: '--all', summary: 'every machine' },
    ...TAGGED,
    { flags: '--sudo', summary: 'look with root’s rights, which see more' },
    ...REACHING,
    { flags: '--fix-hint', summary: 'all that mends a finding: the TypeScript with its line, the NixOS option, the command elsewhere' },
    { flags: '--strict', summary: 'end with 2 when there are warnings, or what matters could not be seen' },
    { flags: '--watch [SECONDS]', summary: 'look again and again, every 2 seconds unless said otherwise, until Ctrl-C' },
    { flags: '--json', summary: 'the findings as JSON; with --watch a line for each look that differs' },
    { flags: '--markdown', summary: 'the findings as text to paste into a forum or an issue' },
  ],
  examples: [
    { command: 'cdk doctor', meaning: 'is everything here to work with?' },
    { command: 'cdk doctor studio-laptop', meaning: 'is that machine tuned as the studio says?' },
    { command: 'cdk doctor --local --fix-hint', meaning: 'why does this computer crackle, and what to do?' },
    { command: "cdk doctor 'stage-*' --strict --json", meaning: 'before the show, for a program' },
  ],
  run: doctor,
};

async function doctor(call: Call): Promise<number> {
  const options = readOptions(call);
  return isAboutMachines(options) ? checkTuning(call, options) : checkThisComputer(call, options.strict);
}

async function checkThisComputer({ options, terminal, cwd, version }: Call, isStrict: boolean): Promise<number> {
  const [programs, studio] = await Promise.all([checkPrograms(), checkStudio(cwd, options as GlobalOptions, version)]);
  const findings = [...programs, ...studio];
  const healthy = findings.every(({ status }) => status !== 'error');
  if (options['json']) terminal.out.line(JSON.stringify({ healthy, findings }, null, 2));
  else show(findings, terminal.out);
  if (!healthy) return 1;
  return isStrict && findings.some(({ status }) => status === 'warning') ? 2 : 0;
}

const SIGNS = { ok: '✔', warning: '!', error: '✘' } as const;

function show(findings: readonly Finding[], out: Output): void {
  const signs = findings.map(({ status }) => SIGNS[status]);
  const rows = findings.map(({ name, found }, at) => [signs[at]!, name, found]);
  out.line(table(rows, (cell, column, row) => (column === 0 ? painter(findings[row]!, out.paint)(cell) : cell)));
  for (const finding of findings) {
    if (finding.advice !== undefined) out.line(`\n${painter(finding, out.paint)(finding.name)}: ${finding.advice}`);
  }
}

const painter = ({ status }: Finding, paint: Paint): ((text: string) => string) =>
  ({ ok: paint.green, warning: paint.yellow, error: paint.red })[status];
