import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAnswers, parseFacts } from '../../src/deploy/facts';
import { ANSWERS, STORE, factsWith, textOf } from './support';

describe('what a machine tells of itself', () => {
  it('becomes facts with types', () => {
    const facts = factsWith();
    assert.equal(facts.generation, 41);
    assert.equal(facts.clock, 1779400000);
    assert.equal(facts.bootMounted, true);
    assert.deepEqual(facts.failedUnits, []);
    assert.deepEqual(facts.deployed, {
      id: '20260521-180301-4f3a9c',
      fingerprint: 'sha256-F',
      system: STORE('one'),
      generation: 41,
      at: 1779390000,
      by: 'ada@desk',
      stack: 'studio-laptop',
      needsReboot: false,
    });
  });

  it('leaves out what it does not say, and what is empty', () => {
    const facts = factsWith({ nix_free_kb: '', deployed_id: '', boot_free_kb: 'plenty' });
    for (const key of ['lock', 'armed', 'deployed', 'nixFreeKb', 'bootFreeKb']) assert.equal(Object.hasOwn(facts, key), false, key);
  });

  it('says who holds the machine', () => {
    const { lock } = factsWith({ lock_id: 'abcdefgh', lock_by: 'bob@desk', lock_since: '1779399940', lock_phase: 'activate' });
    assert.deepEqual(lock, { id: 'abcdefgh', by: 'bob@desk', since: 1779399940, phase: 'activate' });
  });

  it('is nothing when it is of another protocol', () => assert.equal(parseFacts(textOf({ ...ANSWERS, protocol: '2' }), 0), undefined));

  for (const key of ['protocol', 'hostname', 'arch', 'boot_id', 'system'])
    it(`is nothing without «${key}»`, () => {
      const { [key]: _, ...others } = ANSWERS;
      assert.equal(parseFacts(textOf(others), 0), undefined);
    });

  it('survives a shell that greets, and carriage returns', () => {
    const greeting = 'Welcome!\n\nlast login: yesterday\n';
    assert.deepEqual(parseFacts(`${greeting}${textOf(ANSWERS).replaceAll('\n', '\r\n')}`, 5), parseFacts(textOf(ANSWERS), 5));
  });

  it('never takes half of a value for a whole one', () => {
    const text = textOf(ANSWERS);
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (length) => {
        for (const [key, value] of parseAnswers(text.slice(0, length))) assert.equal(value, ANSWERS[key]);
      }),
    );
  });

  it('takes the first of two answers, so nothing that follows can replace it', () => {
    assert.equal(parseAnswers('system=a\nsystem=b\n').get('system'), 'a');
  });

  it('cannot move a cursor, break a line, or turn the direction of writing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        for (const heard of parseAnswers(`hostname=${value}\n`).values()) assert.doesNotMatch(heard, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('holds no number that is none', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { generation } = factsWith({ generation: value.replaceAll(/[\r\n]/g, ' ') });
        assert.ok(generation === undefined || (Number.isSafeInteger(generation) && generation >= 0));
      }),
    );
  });

  it('may be any rubbish', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void parseFacts(text, 0)));
  });

  it('is cut where it is longer than anything honest', () => {
    assert.equal(factsWith({ deployed_by: 'x'.repeat(1_000_000) }).deployed?.by?.length, 4096);
  });
});
