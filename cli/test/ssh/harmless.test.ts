import assert from 'node:assert/strict';
import fc from 'fast-check';
import { harmless } from '../../src/ssh/harmless';

const HARM = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

describe('text from a machine', () => {
  it('stays as it is when it is only text', () => {
    for (const text of ['', 'plain', 'a\tb\nc', 'äöü 日本語 עברית 😀 «x» …']) assert.equal(harmless(text), text);
  });

  it('loses its colours, titles, hyperlinks and moves', () => {
    assert.equal(harmless('\u001b[1;31merror:\u001b[0m no'), 'error: no');
    assert.equal(harmless('\u001b]0;pwned\u0007a\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'), 'alink');
    assert.equal(harmless('a\u001b[2J\u001b[H\u001bcb\u009b31mc\u001b(Bd'), 'abcd');
    assert.equal(harmless('\u001bP+q544e\u001b\\x\u001b]52;c;cm0gLXJmIC8=\u0007y'), 'xy');
  });

  it('shows what is left of an escape, a bell, a backspace', () => {
    assert.equal(harmless('\u001b]0;never ends'), '␛]0;never ends');
    assert.equal(harmless('rm\b\bls\u0007'), 'rm␈␈ls␇');
    assert.equal(harmless('\u007f\u0000'), '␡␀');
  });

  it('reads in the order in which it is written', () => {
    assert.equal(harmless('user\u202etxt.exe'), 'user\ufffdtxt.exe');
    assert.equal(harmless('a\u2066b\u2069c\u200fd'), 'a\ufffdb\ufffdc\ufffdd');
  });

  it('is harmless, whatever it is', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'\u001b\u009b\u009d\u0090[]P;0m?\\\u0007\u009c\n\t\ra\u202e\u2066\ufeff\u0085'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (value) => assert.doesNotMatch(harmless(value), HARM)),
      { numRuns: 2000 },
    );
  });

  it('is looked through in no time, also where somebody means it to take long', () => {
    const began = Date.now();
    for (const part of ['\u001b]', '\u001b[0', '\u001bP', '\u001b[ ', '\u009b;']) harmless(part.repeat(200_000));
    assert.ok(Date.now() - began < 2000);
  });
});
