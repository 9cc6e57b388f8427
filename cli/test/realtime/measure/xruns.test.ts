import assert from 'node:assert/strict';
import { xrunsBetween } from '../../../src/realtime/measure/xruns';

const HEAD = 'S   ID  QUANT   RATE    WAIT    BUSY   W/Q   B/Q  ERR FORMAT           NAME ';
const row = (state: string, id: number, xruns: number, name: string): string =>
  `${state}   ${String(id).padStart(2)}    256  48000  66.1us  48.4us  0.01  0.01 ${String(xruns).padStart(4)}    S32LE 2 48000 ${name}`;

/** As `pw-top -b -n 2` prints it, of which the last block counts. */
const top = (...rows: readonly string[]): readonly string[] =>
  [HEAD, row('R', 49, 99, 'not yet'), HEAD, ...rows].map((line) => `pw-top 1000 ${line}`);
const jack = (answer: string, isStarted = true): readonly string[] => [`jackdbus 1000    boolean ${isStarted}`, `jackdbus 1000 ${answer}`];

describe('the xruns while it was measured', () => {
  it('are what the counters of PipeWire grew by', () => {
    const before = top(row('R', 49, 3, 'card'), row('S', 30, 7, 'Dummy-Driver'));
    const after = top(row('R', 49, 5, 'card'), row('S', 30, 7, 'Dummy-Driver'), row('R', 80, 1, 'new'));
    assert.deepEqual(xrunsBetween(before, after), { xruns: 3, notes: [] });
  });

  it('are what the counter of JACK grew by', () => {
    assert.deepEqual(xrunsBetween(jack('   uint32 4'), jack('   uint32 4')), { xruns: 0, notes: [] });
  });

  it('are not known without a server, and nothing is said', () => {
    assert.deepEqual(xrunsBetween([], []), { notes: [] });
  });

  const unknown = (what: string, before: readonly string[], after: readonly string[], note: RegExp): void =>
    void it(`are not known, and never 0, when ${what}`, () => {
      const { xruns, notes } = xrunsBetween(before, after);
      assert.equal(xruns, undefined);
      assert.match(notes.join('\n'), note);
    });

  const silent = top(row('S', 49, 3, 'card'));
  unknown('nothing played', silent, silent, /nothing played or recorded/);
  unknown('the server was started anew', top(row('R', 49, 3, 'card')), top(row('R', 49, 0, 'card')), /started anew/);
  unknown('a player went away', top(row('R', 49, 3, 'a'), row('R', 50, 0, 'b')), top(row('R', 49, 3, 'a')), /«b» played .* gone/);
  unknown('pw-top is too old', ['pw-top 0 pw-top: invalid option -- b'], ['pw-top 0 pw-top: invalid option -- b'], /older than 1\.0/);
  unknown('JACK was started anew', jack('   uint32 4'), jack('   uint32 0'), /JACK was started anew/);
  unknown('JACK was stopped', jack('   uint32 0'), jack('   uint32 0', false), /did not run all the time/);
  unknown('JACK does not answer', jack('Error org.freedesktop.DBus.Error'), [], /did not answer/);
  unknown('one of two servers cannot be asked', [...top(row('R', 49, 3, 'a')), ...jack('no')], top(row('R', 49, 3, 'a')), /JACK/);
});
