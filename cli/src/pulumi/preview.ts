/** What Pulumi would do about one machine. */
export interface Preview {
  readonly stack: string;
  readonly isUnchanged: boolean;
  /** How many resources would see what: `create`, `replace`, `same` … */
  readonly resources: Readonly<Record<string, number>>;
}

export const previewOf = (stack: string, counted: Readonly<Partial<Record<string, number>>>): Preview => {
  const resources = Object.fromEntries(Object.entries(counted).flatMap(([what, count]) => (count === undefined ? [] : [[what, count]])));
  return { stack, resources, isUnchanged: Object.keys(resources).every((what) => what === 'same') };
};

/** In the past tense of things that did not happen yet: this is a preview. */
const WORDS: Readonly<Record<string, string>> = {
  create: 'made',
  update: 'updated',
  replace: 'replaced',
  delete: 'taken out of the state',
  same: 'left as they are',
};

export function previewText({ stack, isUnchanged, resources }: Preview): string {
  if (isUnchanged) return `${stack} is as Pulumi’s state says: nothing would be done.\n`;
  const lines = Object.entries(resources)
    .filter(([what]) => what !== 'same')
    .map(([what, count]) => `  ${count} ${count === 1 ? 'resource' : 'resources'} would be ${WORDS[what] ?? what}`);
  return [`${stack} would be deployed:`, ...lines, ''].join('\n');
}
