import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'mocha';
import { describeOnBed, studio, type Ran, type Studio } from '../bed';
import { Python, whyNoPython } from '../support/python';

/** What docs/python.md does «onto the machine», word by word; the machine of the bed has a name of its own. */
const COMMANDS = /^npx cdk import-hardware[^]*?(?=^```)/m
  .exec(readFileSync(join(__dirname, '..', '..', 'docs', 'python.md'), 'utf8'))![0]
  .trim()
  .split('\n')
  .map((line) => line.replace(/ +#.*/, '').replace('studio-laptop', 'laptop').split(' ').slice(2));

/** As the TypeScript that it takes the place of: nothing but what the bed's machine needs. */
const program = (key: string): string => `from studio_cdk import App, DeployTarget, NixosOption, NixosStack

app = App()
laptop = NixosStack(
    app,
    "laptop",
    state_version="26.05",
    hardware="hardware/laptop.nix",
    target=DeployTarget(host="laptop", user="root", authorized_keys=["${key}"]),
)
NixosOption(laptop, "Motd", path="users.motd", value="made in Python")
app.synth()
`;

describeOnBed('a machine that is described in Python', { kind: 'light', machines: ['laptop'] }, (bed) => {
  let project: Studio;
  let python: Python | undefined;
  before(async function () {
    const reason = whyNoPython();
    if (reason !== undefined) {
      console.log(`      left out: ${reason}`);
      return this.skip();
    }
    this.timeout(60_000);
    python = new Python();
    project = await studio(bed(), { machines: ['laptop'] });
    writeFileSync(join(project.folder, 'cdk.json'), '{ "app": "python3 app.py" }\n');
    writeFileSync(join(project.folder, 'app.py'), program(bed().operator.publicKey));
  });
  after(() => python?.remove());

  const cdk = (...args: readonly string[]): Promise<Ran> => {
    const { PATH, PYTHONPATH } = python!.environment;
    return project.cdk(args, { env: { PATH: `${PATH}`, PYTHONPATH } });
  };

  it('is deployed with the commands of the guide', async function () {
    this.timeout(60_000);
    assert.deepEqual(
      COMMANDS.map(([name]) => name),
      ['import-hardware', 'synth', 'deploy', 'status'],
    );
    for (const [name, ...args] of COMMANDS) {
      // There is nobody to ask whether the example's hardware file may go.
      const { code, stdout, stderr } = await cdk(name!, ...args, ...(name === 'import-hardware' ? ['--yes'] : []));
      assert.equal(code, 0, `cdk ${name}: ${stderr}${stdout}`);
      if (name === 'status') assert.match(stdout, /laptop +up to date/);
    }
  });
});
