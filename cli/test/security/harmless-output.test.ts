import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainNix } from '../../src/deploy/explain-nix';
import { parseClosure } from '../../src/diff/closure';
import { splitConfiguration } from '../../src/diff/modules';
import { jsonText } from '../../src/render/json-text';
import { harmlessData } from '../../src/ssh/harmless';
import { shown } from '../../src/ssh/host-key-errors';
import { knownHostLine } from '../../src/ssh/known-hosts';
import { EVIL, HARM } from './support/hostile-machine';

const text = fc.oneof(fc.constant(EVIL), fc.string({ unit: 'binary', maxLength: 30 }));
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(text, tie('value')),
  ),
})).value;

describe('JSON for programs', () => {
  it('holds what was said, sign by sign, and none that a terminal obeys', () => {
    fc.assert(
      fc.property(data, fc.constantFrom(undefined, 2), (value, indentation) => {
        const json = jsonText(value, indentation);
        assert.doesNotMatch(json, HARM);
        assert.equal(json.replaceAll(/\s/g, '').length >= 1, true);
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500, examples: [[{ [EVIL]: [EVIL] }, 2]] },
    );
  });
});

describe('data that quotes a machine', () => {
  it('keeps its form and loses its teeth', () => {
    fc.assert(
      fc.property(data, (value) => assert.doesNotMatch(JSON.stringify(harmlessData(value)).replaceAll(/\\u\w{4}|\\[bfrt"\\]/g, ''), HARM)),
    );
    const event = { type: 'log', seconds: 1.5, isFine: true, lines: ['a', 'b'], more: undefined };
    assert.deepEqual(harmlessData(event), event);
    assert.deepEqual(harmlessData({ lines: ['a\u001b[31mb'] }), { lines: ['ab'] });
  });
});

describe('the type of a host key', () => {
  const keyOf = (type: string): Buffer => {
    const name = Buffer.from(type, 'latin1');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(name.length);
    return Buffer.concat([length, name, Buffer.from('rest')]);
  };
  it('is shown and written down only when it is one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (type) => {
        assert.doesNotMatch(shown(keyOf(type)), HARM);
        const line = knownHostLine('studio', keyOf(type), false);
        assert.match(line, /^studio [a-z0-9@.-]* [A-Za-z0-9+/=]+\n$/);
      }),
      { examples: [['x\nevil ssh-ed25519 AAAA'], ['\u001b[2J']] },
    );
  });
});

describe('what was made to take long to read', () => {
  const within = (ms: number, work: () => unknown): void => {
    const began = performance.now();
    work();
    assert.ok(performance.now() - began < ms, `${Math.round(performance.now() - began)} ms`);
  };

  it('takes no time: what Nix says', () => {
    for (const part of ['`:1 (', ":1 ('", "error: builder for '/", "' failed with ", 'at /a:1:', '> ', '… '])
      within(2000, () => explainNix(Array.from({ length: 500 }, () => `error: \`${part.repeat(16_000 / part.length)}`)));
  });

  it('takes no time: a configuration', () => {
    const block = '# a\n{ _file = "b:1 (c)"; }\n';
    for (const whole of [block.repeat(100_000), `${'{ _file = "b:1 (c)"; '.repeat(50_000)}${'}'.repeat(50_000)}`, '#\n'.repeat(500_000)])
      within(5000, () => splitConfiguration(whole));
  });

  it('takes no time: a list of packages, whose versions have no end', () => {
    const long = `/nix/store/${'0'.repeat(32)}-a-${'9'.repeat(1_000_000)} 1\n`;
    within(1000, () => assert.deepEqual(parseClosure(long), []));
    assert.equal(parseClosure(`/nix/store/${'0'.repeat(32)}-a-1.0 17\n`).length, 1);
  });
});
