import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describeOnBed, studio, type BedMachine, type Studio } from '../../../test/bed';
import { deploy, startDeploy, type Ended, type Request } from './bed';

const NAME = 'one';
const file = (text: string): string => `{ environment.etc."take".text = "${text}"; }`;
const slow = (name: string): string =>
  `{ pkgs, ... }: { environment.etc."take".text = "${name}"; environment.systemPackages = [ (pkgs.runCommand "${name}" { } "sleep 2; mkdir $out") ]; }`;

const QUICK: Request = { confirmWithin: 6, patience: { reconnect: 15_000, heartbeat: 500, firstPause: 100, longestPause: 500, look: 300 } };

/** A sound server without a sound card. Nobody is connected to it, so nobody plays. */
const JACK =
  'setsid env JACK_NO_AUDIO_RESERVATION=1 /usr/bin/jackd -r -d dummy -p 256 -r 48000 >/var/log/jackd.log 2>&1 & until jack_lsp >/dev/null 2>&1; do sleep 0.1; done';
/** Somebody who plays. */
const METRO = 'setsid /usr/bin/jack_metro -b 120 >/dev/null 2>&1 & until jack_lsp | grep -q metro; do sleep 0.1; done';
const SILENCE = 'pkill -x jack_metro; while jack_lsp | grep -q metro; do sleep 0.1; done';

const why = ['jackd', 'jack_metro', 'jack_lsp'].find((program) => !existsSync(`/usr/bin/${program}`));

(why === undefined
  ? describeOnBed
  : (title: string): unknown => describe.skip(`${title} (left out: this computer has no ${why})`, () => undefined))(
  'a deployment to a machine on which somebody plays',
  { kind: 'light', machines: [NAME] },
  (bed) => {
    let project: Studio;
    const machine = (): BedMachine => bed().machine(NAME);
    const take = async (): Promise<string> => (await machine().console('cat /etc/take 2>/dev/null || true')).trim();
    const run = (module: string, request: Request = {}): Promise<Ended> => (
      project.setModule(NAME, module),
      deploy(bed(), project, NAME, { ...QUICK, ...request })
    );

    before(async function () {
      this.timeout(60_000);
      project = await studio(bed(), { machines: [NAME] });
      await machine().console(JACK);
    });

    it('goes on as long as nobody is connected to the sound server', async () => {
      const ended = await run(file('first'));
      assert.equal(ended.outcome.kind, 'switched', ended.story);
    }).timeout(30_000);

    it('does not begin while somebody plays, and says who', async () => {
      await machine().console(METRO);
      const before = await machine().state();
      const ended = await run(file('second'));
      assert.equal(ended.outcome.kind, 'untouched', ended.story);
      assert.match(
        ended.reason,
        /^metro is connected to JACK of root\. A switch could break that off, so it did not begin\. .*--when-idle.*--goal boot.*--interrupt\.$/,
      );
      assert.ok(!ended.phases.includes('building'), ended.story);
      assert.deepEqual(await machine().state(), before);
    }).timeout(30_000);

    it('waits until that is over, and goes on', async () => {
      project.setModule(NAME, file('third'));
      const running = await startDeploy(bed(), project, NAME, { ...QUICK, options: { whenBusy: 'wait' } });
      await running.reaches('waiting');
      assert.equal(await take(), 'first');
      await machine().console(SILENCE);
      const ended = await running.ended();
      assert.equal(ended.outcome.kind, 'switched', ended.story);
      assert.equal(await take(), 'third');
    }).timeout(30_000);

    it('waits no longer than it was told to', async () => {
      await machine().console(METRO);
      const ended = await run(file('fourth'), { options: { whenBusy: { waitFor: 1 } } });
      assert.equal(ended.outcome.kind, 'untouched', ended.story);
      assert.match(ended.reason, /^metro is connected to JACK of root\. It was waited for 1 s, and did not end\./);
      await machine().console(SILENCE);
    }).timeout(30_000);

    it('lets somebody who began while it was built come to the end, and switches then', async () => {
      project.setModule(NAME, slow('fifth'));
      const running = await startDeploy(bed(), project, NAME, { ...QUICK, options: { whenBusy: 'wait' } });
      await running.reaches('building');
      await machine().console(METRO);
      await running.reaches('waiting');
      assert.equal(await take(), 'third');
      await machine().console(SILENCE);
      const ended = await running.ended();
      assert.equal(ended.outcome.kind, 'switched', ended.story);
      assert.equal(await take(), 'fifth');
    }).timeout(30_000);
  },
);
