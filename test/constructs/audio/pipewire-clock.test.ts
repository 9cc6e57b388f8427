import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SampleRate, type PipewireProps } from '../../../src/constructs/audio';
import { clockOf } from '../../../src/constructs/audio/pipewire-clock';
import { pipewireConfigs } from '../../../src/constructs/audio/pipewire-config';
import { pipewireProblems } from '../../../src/constructs/audio/pipewire-problems';

/** Mostly what a person could mean, so that a good part is accepted. */
const powers = (from: number, to: number) => fc.integer({ min: from, max: to }).map((power) => 2 ** power);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const frames = (from: number, to: number) =>
  sometimes(fc.oneof({ arbitrary: powers(from, to), weight: 12 }, { arbitrary: fc.integer({ min: -1, max: 9000 }), weight: 1 }));
const rate = fc.constantFrom(44_100, 48_000, 48_000, 48_000, 96_000).map((hertz) => SampleRate.hz(hertz));

const props: fc.Arbitrary<PipewireProps> = fc.record({
  quantum: frames(6, 11),
  minQuantum: frames(2, 7),
  maxQuantum: frames(9, 13),
  jackQuantum: frames(7, 9),
  rate: sometimes(rate),
  allowedRates: sometimes(fc.array(rate, { maxLength: 5 })),
  powerOfTwo: sometimes(fc.boolean()),
  priority: sometimes(fc.integer({ min: 60, max: 91 })),
  clientPriority: sometimes(fc.integer({ min: 9, max: 75 })),
});

/** The rules of PipeWire's src/pipewire/settings.c, which changes silently what does not follow them. */
function staysAsItIs(accepted: PipewireProps): void {
  const { rate: asked, allowedRates, quantum, min, max } = clockOf(accepted);
  assert.ok(4 <= min && min <= quantum && quantum <= max && max <= 8192, `${min} ≤ ${quantum} ≤ ${max}`);
  assert.ok(allowedRates.length <= 32 && allowedRates.some(({ hertz }) => hertz === asked.hertz));
  for (const each of allowedRates) assert.ok(Number.isInteger(each.hertz) && each.hertz >= 8_000 && each.hertz <= 768_000);
}

/** PipeWire fills in its own defaults for what is left out, so what is left out must be equal to them. */
function saysEnough(accepted: PipewireProps): void {
  const { pipewire, jack, client } = pipewireConfigs(accepted) as Record<string, Record<string, Record<string, unknown>>>;
  const clock = clockOf(accepted);
  const said = pipewire!['context.properties']!;
  assert.equal(said['default.clock.quantum'] ?? 1024, clock.quantum);
  assert.equal(said['default.clock.min-quantum'] ?? 32, clock.min);
  assert.equal(said['default.clock.max-quantum'] ?? 2048, clock.max);
  assert.equal(said['default.clock.rate'] ?? 48_000, clock.rate.hertz);
  assert.ok(((said['default.clock.allowed-rates'] ?? [48_000]) as number[]).includes(clock.rate.hertz));
  const server = Number(pipewire!['module.rt.args']!['rt.prio'] ?? 88);
  const clients = Number(client!['module.rt.args']!['rt.prio'] ?? 83);
  assert.ok(90 > server && server > clients && clients >= 11, `90 > ${server} > ${clients} ≥ 11`);
  const latency = jack!['jack.properties']!['node.latency'] as string | undefined;
  if (latency === undefined) return;
  const wish = Number(latency.split('/')[0]);
  assert.ok(clock.min <= wish && wish <= clock.max);
}

describe('the clock of PipeWire', () => {
  it('does what was accepted, whatever that is', () => {
    let accepted = 0;
    fc.assert(
      fc.property(props, (each) => {
        if (pipewireProblems(each).length > 0) return;
        accepted++;
        staysAsItIs(each);
        saysEnough(each);
      }),
      { numRuns: 2000 },
    );
    assert.ok(accepted > 100, `only ${accepted} were accepted`);
  });

  it('refuses only with a sentence, never by failing', () => {
    fc.assert(
      fc.property(props, (each) => {
        for (const problem of pipewireProblems(each)) assert.match(problem, /^\S.*[.?]$/);
      }),
    );
  });
});
