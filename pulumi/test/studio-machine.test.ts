import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { local } from '@pulumi/command';
import { output, secret, type Output } from '@pulumi/pulumi';
import { unknown } from '@pulumi/pulumi/output';
import { readManifest } from '../../src/assembly/read';
import { readPayloads } from '../../cli/src/deploy/payload';
import { StepFailures } from '../../cli/src/pulumi/failures';
import { MachineComponent } from '../../cli/src/pulumi/machine-component';
import { MachineSteps } from '../../cli/src/pulumi/machine-steps';
import { temporaryFolder } from '../../test/support/temp';
import { StudioMachine, type StudioMachineArgs } from '../src';
import { assembly } from './support/assembly';
import { recorded, SECRET } from './support/recorded';

const STACK = 'studio-laptop';
const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nnobody may see this\n';

describe('the resources of a StudioMachine', () => {
  const folder = temporaryFolder();
  /** A machine that the same program makes: where it is, nobody knows yet. */
  const args = (more: Partial<StudioMachineArgs> = {}): StudioMachineArgs => ({
    assembly: assembly(folder(), STACK),
    stack: STACK,
    connection: { host: output(unknown) as Output<never>, privateKey: secret(KEY) },
    ...more,
  });

  it('are one of Pulumi’s for each step that changes the machine, below the machine, each behind the one before', async () => {
    const given = args();
    const found = await recorded(() => new StudioMachine('laptop', given));
    assert.deepEqual(
      found.map(({ type, name, parent, dependencies }) => [type, name, parent, dependencies]),
      [
        ['studio-cdk:index:StudioMachine', 'laptop', '', []],
        ['command:remote:CopyToRemote', 'laptop-files', 'laptop', []],
        ['command:remote:Command', 'laptop-receive', 'laptop', ['laptop-files']],
        ['command:remote:Command', 'laptop-start', 'laptop', ['laptop-receive']],
        ['command:remote:Command', 'laptop-confirm', 'laptop', ['laptop-start']],
      ],
    );
  });

  it('have no word of confirmation where nothing is activated', async () => {
    const given = args({ goal: 'build' });
    const found = await recorded(() => new StudioMachine('laptop', given));
    assert.deepEqual(
      found.slice(1).map(({ name }) => name),
      ['laptop-files', 'laptop-receive', 'laptop-start'],
    );
  });

  it('are triggered by the fingerprint of the configuration and by the deployment, and by nothing else', async () => {
    const given = args();
    const [, ...steps] = await recorded(() => new StudioMachine('laptop', given));
    const manifest = readManifest(given.assembly);
    const payload = readPayloads({ folder: given.assembly, home: given.assembly, manifest }, manifest.stacks).get(STACK)!;
    const [first] = steps.map(({ inputs }) => inputs['triggers'] as readonly string[]);
    assert.equal(first![0], payload.fingerprint);
    assert.match(first![1]!, /^\d{8}-\d{6}-[0-9a-f]+$/);
    for (const { inputs } of steps) assert.deepEqual(inputs['triggers'], first);
  });

  it('hold no private key, and the machine itself holds nothing', async () => {
    const given = args();
    const found = await recorded(() => new StudioMachine('laptop', given));
    assert.deepEqual(found[0]!.inputs, {});
    assert.doesNotMatch(JSON.stringify(found), /PRIVATE KEY|nobody may see this/);
  });

  it('have the name of the machine, so that one stack can be deployed to two', async () => {
    const given = args();
    const found = await recorded(() => void [new StudioMachine('left', given), new StudioMachine('right', given)]);
    assert.equal(new Set(found.map(({ name }) => name)).size, 10);
  });

  it('come before what depends on the machine, and after what the machine depends on', async () => {
    const given = args();
    const found = await recorded(() => {
      const network = new local.Command('network', { create: 'true' });
      const machine = new StudioMachine('laptop', given, { dependsOn: [network] });
      return new local.Command('after', { create: 'true' }, { dependsOn: [machine] });
    });
    const of = (name: string) => found.find((each) => each.name === name)!;
    assert.deepEqual(of('laptop').dependencies, ['network']);
    for (const step of ['laptop-files', 'laptop-receive', 'laptop-start', 'laptop-confirm'])
      assert.ok(of('after').dependencies.includes(step), step);
    assert.equal(found.at(-1)!.name, 'after');
  });

  it('are shown also where the machine does not answer, and a warning says so', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', folder('key')]);
    const privateKey = readFileSync(folder('key'), 'utf8');
    const given = args({ connection: { host: '127.0.0.1', port: 1, privateKey } });
    const warnings: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => void warnings.push(text); // where Pulumi's log goes without an engine
    const found = await recorded(() => new StudioMachine('laptop', given)).finally(() => (console.warn = warn));
    assert.equal(found.length, 5);
    assert.match(
      warnings.join(),
      /studio-laptop could not be looked at, so this preview shows what a first deployment would do\. 127\.0\.0\.1:1 is there, but nothing listens/,
    );
  });

  it('get to the machine by a connection that is secret', async () => {
    const { assembly: out } = args();
    const manifest = readManifest(out);
    const payload = readPayloads({ folder: out, home: out, manifest }, manifest.stacks).get(STACK)!;
    const reach = { connection: { host: 'studio.local', agentSocketPath: '/run/agent' }, asRoot: (words: readonly string[]) => words };
    const found = await recorded(() => {
      const parent = new MachineComponent('laptop');
      const keep = (): Promise<string> => Promise.resolve(__filename);
      const steps = new MachineSteps('laptop', { payload, fingerprint: 'f', keep, failures: new StepFailures(), parent });
      void steps.declare({ id: 'an-id', fingerprint: 'f' }, ['guard'], reach, true);
    }, false);
    assert.equal(found.length, 5);
    for (const { name, inputs } of found.slice(1)) {
      const { value, ...mark } = inputs['connection'] as { readonly value: { readonly host: string } };
      assert.deepEqual(mark, SECRET, name);
      assert.equal(value.host, 'studio.local');
    }
  });
});
