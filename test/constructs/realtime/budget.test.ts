import assert from 'node:assert/strict';
import { AudioServer, JackServer, PipewireServer, SampleRate } from '../../../src/constructs/audio';
import { RealtimeKernel, Worse, type RealtimeKernelProps } from '../../../src/constructs/realtime';
import { Studio } from '../../../src/constructs/studio';
import { Duration } from '../../../src/core';
import type { NixosStackProps } from '../../../src/stacks/nixos-stack-props';
import { errors, machine, options, warnings } from '../../support/machine';

function kernel(props: RealtimeKernelProps, stackProps: Partial<NixosStackProps> = {}): RealtimeKernel {
  return new RealtimeKernel(machine(stackProps), 'Kernel', props);
}

const laptopOf = (one: RealtimeKernel) => one.node.scope as ReturnType<typeof machine>;
const said = (one: RealtimeKernel) => options(laptopOf(one), 'studio-laptop/Kernel');
const surprises = (one: RealtimeKernel) => warnings(laptopOf(one)).filter((text) => !text.includes('key of yours'));

describe('The budget of a RealtimeKernel', () => {
  it('is none unless something has to be kept', () => {
    assert.equal(kernel({})._budget, undefined);
    assert.equal(kernel({ worseThanBefore: Worse.ALLOW })._budget, undefined);
  });

  it('measures for 20 s without load, and warns where the machine is half as bad again as before', () => {
    assert.deepEqual(kernel({ maxLatency: Duration.micros(150) })._budget, {
      maxLatency: 150,
      measureFor: 20,
      load: false,
      margin: 50,
      worse: 'warn',
    });
  });

  it('says what it was told', () => {
    const one = kernel({
      maxLatency: Duration.millis(0.3),
      maxXruns: 0,
      measureFor: Duration.minutes(1),
      measureUnderLoad: true,
      worseThanBefore: Worse.FAIL,
      margin: 0,
    });
    assert.deepEqual(one._budget, { maxLatency: 300, maxXruns: 0, measureFor: 60, load: true, margin: 0, worse: 'fail' });
    assert.deepEqual(surprises(one), []);
  });

  it('can be a comparison alone, or none', () => {
    assert.deepEqual(kernel({ worseThanBefore: Worse.FAIL })._budget, { measureFor: 20, load: false, margin: 50, worse: 'fail' });
    assert.deepEqual(kernel({ maxXruns: 2, worseThanBefore: Worse.ALLOW })._budget, {
      maxXruns: 2,
      measureFor: 20,
      load: false,
      worse: 'warn',
    });
  });

  describe('brings the programs that measure', () => {
    const packages = (props: RealtimeKernelProps) => said(kernel(props))['environment.systemPackages']?.match(/pkgs\.[\w-]+/g);

    it('where there is one, or where they are asked for', () => {
      const tools = ['pkgs.rt-tests', 'pkgs.stress-ng'];
      assert.deepEqual(packages({ maxXruns: 0 }), tools);
      assert.deepEqual(packages({ latencyTest: true }), tools);
      assert.equal(packages({}), undefined);
    });

    it('unless they are not wanted, which deserves a word', () => {
      assert.equal(packages({ maxXruns: 0, latencyTest: false }), undefined);
      assert.match(surprises(kernel({ maxXruns: 0, latencyTest: false }))[0]!, /without cyclictest on the machine nothing can be measured/);
    });
  });

  describe('lets somebody measure who deploys without a password', () => {
    const limits = (props: RealtimeKernelProps, user: string, passwordless = true) =>
      said(kernel(props, { target: { host: 'laptop', user, passwordless } }))['security.pam.loginLimits'];

    it('with a realtime priority and locked memory, and nothing else', () => {
      assert.equal(
        limits({ maxXruns: 0 }, 'dora'),
        '[\n' +
          '  {\n    domain = "dora";\n    item = "rtprio";\n    type = "-";\n    value = "99";\n  }\n' +
          '  {\n    domain = "dora";\n    item = "memlock";\n    type = "-";\n    value = "unlimited";\n  }\n' +
          ']',
      );
    });

    it('but gives nobody rights who needs none', () => {
      assert.equal(limits({}, 'dora'), undefined);
      assert.equal(limits({ maxXruns: 0 }, 'dora', false), undefined);
      assert.equal(limits({ maxXruns: 0 }, 'root'), undefined);
    });
  });

  const REFUSALS: readonly (readonly [RealtimeKernelProps, RegExp])[] = [
    [{ maxLatency: Duration.micros(0) }, /No machine can keep a latency of 0 µs/],
    [{ maxLatency: Duration.micros(-5) }, /latency of -5 µs/],
    [{ maxLatency: Duration.millis(NaN) }, /latency of NaN ms/],
    [{ maxLatency: Duration.micros(0.5) }, /latency of 0\.5 µs: maxLatency is whole microseconds/],
    [{ maxLatency: Duration.seconds(2) }, /from 1 µs to 1 s/],
    [{ maxXruns: -1 }, /cannot have -1 xruns/],
    [{ maxXruns: NaN }, /cannot have NaN xruns/],
    [{ maxXruns: 0, measureFor: Duration.seconds(0) }, /cannot measure for 0 s/],
    [{ maxXruns: 0, measureFor: Duration.minutes(61) }, /cannot measure for 61 min/],
    [{ maxXruns: 0, margin: -1 }, /cannot be worse by -1 %/],
    [{ maxXruns: 0, margin: NaN }, /cannot be worse by NaN %/],
  ];
  for (const [props, says] of REFUSALS)
    it(`refuses what is none: ${says.source}`, () => {
      const found = errors(laptopOf(kernel(props)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0]!, says);
    });

  it('warns of figures that nothing is measured for', () => {
    for (const props of [{ measureFor: Duration.seconds(5) }, { measureUnderLoad: true }, { margin: 10 }])
      assert.match(surprises(kernel(props))[0]!, /there is no budget to be kept/);
    assert.match(surprises(kernel({ maxXruns: 0, worseThanBefore: Worse.ALLOW, margin: 5 }))[0]!, /margin has no effect/);
  });

  describe('warns of a latency that lasts longer than the buffer', () => {
    const besides = (maxLatency: Duration, add: (laptop: ReturnType<typeof machine>) => void): string[] => {
      const one = kernel({ maxLatency });
      add(laptopOf(one));
      return surprises(one);
    };
    const pipewire = (laptop: ReturnType<typeof machine>) => new PipewireServer(laptop, 'Audio', { quantum: 64, rate: SampleRate.DAT });

    it('of PipeWire, wherever it is made', () => {
      assert.match(
        besides(Duration.millis(1.5), pipewire)[0]!,
        /^maxLatency allows 1\.5 ms, and the whole buffer lasts 1333 µs \(PipeWire at 64 frames and 48 kHz, 1\.33 ms\)/,
      );
      const studio = (laptop: ReturnType<typeof machine>) =>
        new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ quantum: 32 }) });
      assert.match(besides(Duration.millis(1), studio)[0]!, /the whole buffer lasts 667 µs/);
    });

    it('of JACK, whose period is what counts', () =>
      assert.match(
        besides(Duration.millis(3), (laptop) => new JackServer(laptop, 'Audio', { device: 'hw:USB', period: 128 }))[0]!,
        /the whole buffer lasts 2667 µs/,
      ));

    it('and of no other', () => {
      assert.deepEqual(besides(Duration.micros(150), pipewire), []);
      assert.deepEqual(surprises(kernel({ maxLatency: Duration.millis(900) })), []);
    });
  });
});
