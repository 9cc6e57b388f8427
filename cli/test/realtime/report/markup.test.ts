import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escaped, html, named } from '../../../src/realtime/report/markup';

describe('a piece of a page', () => {
  it('escapes what is text, and only that', () => {
    const inner = html`<b>${'<script>'}</b>`;
    assert.equal(
      html`<p title="${'"\'&'}">${inner}${['x', inner]}</p>`.text,
      '<p title="&quot;&#39;&amp;"><b>&lt;script&gt;</b>x<b>&lt;script&gt;</b></p>',
    );
  });

  it('leaves nothing of what is absent', () => {
    assert.equal(html`${undefined}${false}${0}${''}`.text, '0');
  });

  it('keeps the direction of a name to itself', () => {
    assert.equal(named('‮evil‬').text, '<bdi>\ufffdevil\ufffd</bdi>');
  });

  it('never lets text become an element, the end of an attribute, a control character or broken Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const result = escaped(text);
        assert.doesNotMatch(result, /[<>"'\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/);
        assert.equal(Buffer.from(result).toString(), result);
      }),
    );
  });
});
