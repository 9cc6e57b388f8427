import { existsSync } from 'node:fs';
import { AssemblyWriter, SCHEMA, TREE_FILE, type Manifest, type Message } from '../assembly';
import { printFile } from '../nix';
import type { App } from './app';
import { invokeAspects } from './aspects';
import { gatherFindings, treeOf, validate } from './construct-tree';
import { orderStacks } from './dependencies';
import { SynthesisError, dependencyCycle, noStacks, twoStacksOfOneName } from './errors';
import { error, sourceOf, type Finding } from './findings';
import { flakeFile } from './flake';
import { Stack } from './stack';
import { StackAssembler } from './stack-assembler';
import { fileOf } from './synthesis-session';
import { libraryVersion } from './version';

/** Pins the inputs. It belongs to the project, beside cdk.json, and is committed with it. */
const LOCK_FILE = 'flake.lock';

/**
 * From constructs to files: aspects act, every construct says what it adds and what is wrong, and only if nothing is, the flake takes the place
 * of the previous one.
 *
 * Stacks are taken one after the other and forgotten once they are written, so a school's machines need little more memory than a musician's.
 */
export function synthesize(app: App): void {
  invokeAspects(app);
  const constructs = app.node.findAll();
  const { stacks, findings } = ordered(app, constructs.filter(Stack.isStack));
  const invalid = validate(constructs);
  const healthy = ![...findings, ...gatherFindings(constructs, invalid)].some(isError);
  const writer = healthy ? new AssemblyWriter(app.outdir) : undefined; // with errors there is nothing to write, only more to find
  try {
    const assembler = new StackAssembler(app, fileOf(sourceOf(app)), writer);
    for (const stack of stacks) assembler.add(stack);
    assembler.checkFollows();
    findings.push(...assembler.findings, ...gatherFindings(constructs, invalid));
    if (!writer || findings.some(isError)) throw new SynthesisError(findings.filter(isError));
    write(app, assembler, writer, findings);
  } catch (failure) {
    writer?.abandon();
    throw failure;
  }
}

function write(app: App, assembler: StackAssembler, writer: AssemblyWriter, findings: readonly Finding[]): void {
  const { entries, environments, inputs, outputs } = assembler;
  const description = app.description ?? describe(entries.map(({ name }) => name));
  assembler.writeSharedFiles();
  writer.add('flake.nix', printFile(flakeFile({ header: assembler.session.header(), description, inputs, outputs, environments })));
  if (existsSync(LOCK_FILE)) writer.addCopy(LOCK_FILE, LOCK_FILE);
  writer.add(TREE_FILE, `${JSON.stringify(treeOf(app))}\n`);
  const program = assembler.session.program;
  const manifest: Manifest = {
    schema: SCHEMA,
    generator: `studio-cdk ${libraryVersion()}`,
    ...(program === undefined ? {} : { program }),
    stacks: entries,
    inputs,
    messages: findings.map(message),
  };
  writer.commit(manifest);
}

/** The stacks in the order of their dependencies, and what is wrong with their names or their order. */
function ordered(app: App, stacks: readonly Stack[]): { stacks: readonly Stack[]; findings: Finding[] } {
  const findings = stacks.length === 0 ? [error(app, noStacks())] : duplicates(stacks);
  const result = orderStacks(stacks);
  if ('order' in result) return { stacks: result.order, findings };
  const names = result.cycle.map(({ stackName }) => stackName);
  return { stacks, findings: [...findings, error(result.cycle[0]!, dependencyCycle(names))] };
}

function duplicates(stacks: readonly Stack[]): Finding[] {
  const first = new Map<string, Stack>();
  const findings: Finding[] = [];
  for (const stack of stacks) {
    const known = first.get(stack.stackName);
    if (known && stack.node.id === stack.stackName) findings.push(error(stack, twoStacksOfOneName(stack.stackName, known)));
    else first.set(stack.stackName, stack);
  }
  return findings;
}

function describe(names: readonly string[]): string {
  return names.length > 4 ? `A studio of ${names.length} machines` : `A studio: ${names.join(', ')}`;
}

const isError = ({ level }: Finding): boolean => level === 'error';

function message({ level, path, text, source }: Finding): Message {
  return { level: level as Message['level'], path, text, ...(source === undefined ? {} : { source }) };
}
