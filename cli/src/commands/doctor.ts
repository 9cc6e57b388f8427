import type { Call, CommandSpec, GlobalOptions } from '../command';
import type { Finding } from '../doctor/finding';
import { checkPrograms } from '../doctor/programs';
import { checkStudio } from '../doctor/studio';
import { table } from '../render/table';
import type { Output, Paint } from '../terminal';

export const command: CommandSpec = {
  description: 'Checks what this computer and the studio in this folder have, and says what to do about the rest. It changes nothing.',
  options: [{ flags: '--json', summary: 'the findings as JSON' }],
  examples: [{ command: 'cdk doctor', meaning: 'is everything there?' }],
  run: doctor,
};

async function doctor({ options, terminal, cwd, version }: Call): Promise<number> {
  const [programs, studio] = await Promise.all([checkPrograms(), checkStudio(cwd, options as GlobalOptions, version)]);
  const findings = [...programs, ...studio];
  const healthy = findings.every(({ status }) => status !== 'error');
  if (options['json']) terminal.out.line(JSON.stringify({ healthy, findings }, null, 2));
  else show(findings, terminal.out);
  return healthy ? 0 : 1;
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
