/** Our stand-in for Pulumi's command provider does what the real one does, driven by a real engine, on a real ssh server. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { remote } from '@pulumi/command';
import type { EngineEvent, OpMap, Stack, UpOptions, UpResult } from '@pulumi/pulumi/automation/index.js';
import { describeOnBed, type Bed, type BedMachine } from './bed';
import { pulumiEngine, pulumiEnvironment, Relay } from './support/pulumi';
import { contentsOf } from './support/temp';

const engine = pulumiEngine();

if ('why' in engine)
  describe.skip(`a machine's commands by a real Pulumi engine (left out: ${engine.why})`, () => it('run', () => undefined));
else {
  describeOnBed("a machine's commands by a real Pulumi engine", { kind: 'light', machines: ['one'] }, (bed) => {
    let trial: Trial;
    before(async () => (trial = await Trial.start(bed())));
    after(() => trial?.end());

    describe('before there is anything,', () => {
      it('a preview says what would be made, and runs nothing', async () => {
        trial.program = whatThereIs(trial);
        assert.deepEqual((await trial.stack.preview()).changeSummary, { create: 10 });
        assert.deepEqual(await trial.notes(), []);
      });
    });

    describe('once they are made:', () => {
      let made: UpResult;
      before(async () => (made = await trial.up()));

      it('each has run once', async () => {
        const ran = ['behind', 'fallback one', 'followed', 'leaving', 'quiet', 'triggered', 'updated'].map((name) => `${name} created`);
        assert.deepEqual((await trial.notes()).sort(), ran.sort());
      });

      it('outputs have what was printed to either stream, without the last newline', () => {
        const { stdout, stderr } = made.outputs;
        assert.deepEqual([stdout!.value, stderr!.value], ['first\n', 'second']);
      });

      it('what was printed was shown, unless «logging» says otherwise', () => {
        assert.deepEqual(trial.shown(/^(first|second|hush)$/m).sort(), ['first', 'second']);
      });

      it('standard input arrives, as long and as odd as it is', async () => {
        assert.equal(await trial.machine.console('cat /root/input'), INPUT);
      });

      it('a folder is copied with all that is in it, into folders that were not there', async () => {
        assert.equal(
          await trial.machine.console('cd /root/deep/down && for file in $(find . -type f | sort); do echo $file $(wc -c <$file); done'),
          './band/name 8\n./band/songs/empty 0\n./band/songs/long 900000\n',
        );
      });

      it('nothing of the connection can be read in the state', () => {
        const { privateKey, hostKey } = trial.connection;
        const state = trial.state();
        assert.match(state, /triggered created/);
        for (const secret of [privateKey.trim().split('\n').at(-2)!, hostKey])
          assert.ok(!state.includes(secret), `${secret} is in the state`);
      });
    });

    describe('afterwards,', () => {
      it('nothing runs while nothing changes', async () => {
        const before = await trial.notes();
        assert.deepEqual((await trial.up()).summary.resourceChanges, { same: 10 });
        assert.deepEqual(await trial.notes(), before);
      });
    });

    describe('when the program changes:', () => {
      let changes: OpMap | undefined;
      let ran: readonly string[];
      before(async () => {
        trial.program = whatChanged;
        ran = await trial.newNotes(async () => (changes = (await trial.up()).summary.resourceChanges));
      });
      const of = (name: string): string[] => ran.filter((line) => line.startsWith(`${name} `));

      it('another trigger replaces: it is created anew, and then what was is deleted', () => {
        assert.deepEqual(of('triggered'), ['triggered anew created', 'triggered deleted']);
      });

      it('another input updates: «update» runs, where there is one, and else «create»', () => {
        assert.deepEqual(of('updated'), ['updated updated']);
        assert.deepEqual(of('fallback'), ['fallback two created']);
      });

      it('what is gone runs its «delete»', () => {
        assert.deepEqual(of('leaving'), ['leaving deleted']);
      });

      it('what is gone and has none leaves everything as it is', async () => {
        assert.deepEqual([...of('behind'), ...of('quiet')], []);
        assert.match(await trial.machine.console('cat /root/deep/down/band/name'), /^Quintet$/m);
      });

      it('and nothing else runs', () => {
        assert.deepEqual(changes, { delete: 5, replace: 1, same: 2, update: 2 });
        assert.equal(ran.length, 5, ran.join());
      });
    });

    describe('when commands fail:', () => {
      let failure: string;
      let ran: readonly string[];
      before(async () => {
        trial.program = whatFails(trial);
        const failing = () => trial.up({ continueOnError: true }).catch((error: Error) => (failure = error.message));
        ran = await trial.newNotes(failing);
      });

      it('the update fails with what ran and what it printed, as it came', () => {
        const said = /^ +error: Process exited with status 7: running "(.*)":\n +AB$/m.exec(failure);
        assert.equal(said?.[1], whatFails(trial).commands.failing!.create, failure);
      });

      it('what was not made is not in the state', () => {
        const names = trial.resources().map(({ name }) => name);
        assert.deepEqual(
          ['failing', 'stranger', 'endless'].filter((name) => names.includes(name)),
          [],
        );
      });

      it('what was there is in the state as it was', () => {
        const { inputs } = trial.resources().find(({ name }) => name === 'fallback')!;
        assert.equal(inputs.create, whatChanged.commands.fallback!.create);
      });

      it('a machine that shows another host key is told nothing', () => {
        assert.match(failure, /error: after 0 failed attempts: ssh: handshake failed: ssh: host key mismatch/);
        assert.deepEqual(ran, []);
      });

      it('a line at which the real provider would wait for ever is a failure', () => {
        assert.match(failure, /token too long: the real provider would wait forever/);
      });
    });

    describe('in the end', () => {
      it('each runs its «delete»', async () => {
        assert.deepEqual(await trial.newNotes(() => trial.stack.destroy()), ['followed deleted']);
        assert.deepEqual(trial.resources(), []);
      });
    });
  });
}

// --- what is asked of the engine ----------------------------------------------------------------------------------------

/** Commands by name, each on the machine unless it has a connection of its own; and the folder, which is a resource, too. */
interface Program {
  readonly commands: Readonly<Record<string, Partial<remote.CommandArgs>>>;
  readonly folder?: boolean;
}

const INPUT = `${'ä "quoted" $(line) \\\n'.repeat(5000)}end without newline`;

/** A command that leaves a line on the machine. */
const note = (text: string): string => `echo '${text}' >>/root/notes`;

const UNCHANGED: Program['commands'] = {
  followed: { create: `${note('followed created')}; printf 'first\\n\\n'; echo second >&2`, delete: note('followed deleted') },
};

const whatThereIs = ({ connection }: Trial): Program => ({
  folder: true,
  commands: {
    ...UNCHANGED,
    quiet: { create: `${note('quiet created')}; echo hush`, logging: 'none' },
    input: { create: 'cat >/root/input', stdin: INPUT },
    // The machine from its own point of view, so that it is a proxy on the way to itself.
    behind: { create: note('behind created'), connection: { ...connection, port: 22, proxy: connection } },
    triggered: { create: note('triggered created'), delete: note('triggered deleted'), triggers: [{ day: 1 }] },
    updated: { create: note('updated created'), update: note('updated updated') },
    fallback: { create: note('fallback one created') },
    leaving: { create: note('leaving created'), delete: note('leaving deleted') },
  },
});

const whatChanged: Program = {
  commands: {
    ...UNCHANGED,
    triggered: { create: note('triggered anew created'), triggers: [{ day: 2 }] },
    updated: { create: note('updated anew created'), update: note('updated updated') },
    fallback: { create: note('fallback two created') },
  },
};

const whatFails = ({ connection }: Trial): Program => ({
  commands: {
    ...UNCHANGED,
    fallback: { create: 'echo no luck; exit 3' },
    failing: { create: 'printf A; sleep .1; printf B >&2; exit 7' },
    stranger: { create: note('stranger created'), connection: { ...connection, hostKey: ANOTHER_KEY, dialErrorLimit: 0 } },
    endless: { create: 'head -c 70000 /dev/zero | tr "\\0" x' },
  },
});

/** That of nobody. */
const ANOTHER_KEY = `ssh-ed25519 ${Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0 '), Buffer.alloc(32, 7)]).toString('base64')}`;

// --- what it happens in -------------------------------------------------------------------------------------------------

interface Connection {
  readonly host: string;
  readonly port: number;
  readonly privateKey: string;
  readonly hostKey: string;
}

interface Resource {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface StateResource {
  readonly urn: string;
  readonly inputs: Resource['inputs'];
}

/** A stack, and the machine that its commands run on. */
class Trial {
  public static async start(bed: Bed): Promise<Trial> {
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-pulumi-'));
    const privateKey = readFileSync(join(bed.operator.home, '.ssh', 'id_ed25519'), 'utf8');
    const machine = bed.machine('one');
    const relay = await Relay.start(bed, machine.name);
    const connection = { host: '127.0.0.1', port: relay.port, privateKey, hostKey: machine.hostKey };
    const trial = new Trial(folder, relay, machine, connection);
    await trial.open().catch((error: unknown) => {
      trial.end();
      throw error;
    });
    return trial;
  }

  public program: Program = { commands: {} };
  public stack!: Stack;
  private events: EngineEvent[] = [];

  private constructor(
    private readonly folder: string,
    private readonly relay: Relay,
    public readonly machine: BedMachine,
    public readonly connection: Connection,
  ) {}

  public end(): void {
    this.relay.end();
    rmSync(this.folder, { recursive: true });
  }

  public up(options: UpOptions = {}): Promise<UpResult> {
    this.events = [];
    return this.stack.up({ ...options, onEvent: (event) => this.events.push(event) });
  }

  /** What the last `up` showed while commands ran, as far as it matches. */
  public shown(pattern: RegExp): string[] {
    const texts = this.events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.ephemeral ? [diagnosticEvent.message.trim()] : []));
    return texts.filter((text) => pattern.test(text));
  }

  /** The lines that commands left, in their order. */
  public async notes(): Promise<string[]> {
    return (await this.machine.console('cat /root/notes 2>/dev/null || true')).split('\n').filter(Boolean);
  }

  public async newNotes(action: () => Promise<unknown>): Promise<string[]> {
    const before = await this.notes();
    await action();
    return (await this.notes()).slice(before.length);
  }

  /** The commands and copies of the state. */
  public resources(): Resource[] {
    const file = join(this.folder, 'state', '.pulumi', 'stacks', 'trial', 'one.json');
    const { latest } = (JSON.parse(readFileSync(file, 'utf8')) as { checkpoint: { latest: { resources?: StateResource[] } } }).checkpoint;
    const all = (latest.resources ?? []).filter(({ urn }) => urn.includes('::command:'));
    return all.map(({ urn, inputs }) => ({ name: urn.split('::').at(-1)!, inputs }));
  }

  /** All that the engine keeps. */
  public state(): string {
    return Object.values(contentsOf(join(this.folder, 'state'))).join('\n');
  }

  private async open(): Promise<void> {
    const { LocalWorkspace, PulumiCommand } = await import('@pulumi/pulumi/automation/index.js');
    const envVars = pulumiEnvironment(this.folder);
    for (const name of ['bin', 'work', 'band', 'band/songs']) mkdirSync(join(this.folder, name));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(this.folder, 'band', name), text);
    // This process keeps its PATH, so it has to be told where the engine is.
    symlinkSync(join((engine as { folder: string }).folder, 'pulumi'), join(this.folder, 'bin', 'pulumi'));
    const pulumiCommand = await PulumiCommand.get({ root: this.folder });
    const names = { projectName: 'trial', stackName: 'one', program: () => this.run() };
    this.stack = await LocalWorkspace.createStack(names, { workDir: join(this.folder, 'work'), envVars, pulumiCommand });
  }

  private async run(): Promise<Record<string, unknown>> {
    const { remote } = await import('@pulumi/command');
    const { asset } = await import('@pulumi/pulumi');
    const made = Object.entries(this.program.commands).map(
      ([name, args]) => new remote.Command(name, { connection: this.connection, addPreviousOutputInEnv: false, ...args }),
    );
    if (this.program.folder) {
      const source = new asset.FileArchive(join(this.folder, 'band'));
      new remote.CopyToRemote('folder', { connection: this.connection, source, remotePath: '/root/deep/down' });
    }
    return { stdout: made[0]!.stdout, stderr: made[0]!.stderr };
  }
}

const FILES = { name: 'Quintet\n', 'songs/empty': '', 'songs/long': 'la '.repeat(300_000) };
