import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { hashProblem } from '../../../src/constructs/packaging/hash';

describe('The hash of something that is fetched', () => {
  const digest = createHash('sha256').update('a synth').digest();
  const sri = `sha256-${digest.toString('base64')}`;
  const said = (hash: string): string | undefined => hashProblem('synth', hash);

  it('is what Nix prints', () => {
    assert.equal(said(sri), undefined);
    assert.equal(said(`sha512-${createHash('sha512').update('x').digest('base64')}`), undefined);
  });

  it('may be unknown', () => {
    assert.equal(hashProblem('synth', undefined), undefined);
    assert.equal(said(''), undefined);
  });

  it('in hexadecimal is said as Nix prints it', () => {
    for (const text of [digest.toString('hex'), `sha256:${digest.toString('hex')}`]) {
      assert.equal(said(text), `The hash of synth, «${text}», is a sha256 in hexadecimal. Write it as Nix prints it: ${sri}.`);
    }
  });

  it("in Nix's old base 32 too", () => {
    // nix-hash --type sha256 --to-base32 of the empty text's digest
    const old = '0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73';
    assert.match(
      said(old)!,
      /is a sha256 in Nix's old base 32\. Write it as Nix prints it: sha256-47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\./,
    );
    assert.match(said(`sha256:${old}`)!, /sha256-47DEQpj8HBSa/);
  });

  it('without the name of its kind gets it', () => {
    assert.match(said(sri.slice('sha256-'.length))!, /a sha256 without its name\. Write it as Nix prints it: sha256-/);
  });

  it('of a weak kind is refused', () => {
    const of = (kind: string, form: 'hex' | 'base64'): string => createHash(kind).update('x').digest(form);
    for (const text of [of('md5', 'hex'), `md5-${of('md5', 'base64')}`, `md5:${of('md5', 'hex')}`])
      assert.match(said(text)!, /is an md5\. That is too weak to pin anything\. It looks like sha256-/, text);
    for (const text of [of('sha1', 'hex'), `sha1-${of('sha1', 'base64')}`])
      assert.match(said(text)!, /is a sha1, or a commit\. That is too weak/, text);
  });

  it('of no kind at all is refused', () => {
    for (const text of ['sha256-', 'sha256-abc=', 'sha384-xyz', `${sri}\n`, `${sri} `, '"; rm -rf /'])
      assert.match(said(text)!, /^The hash of synth, «[^]*», is none that Nix knows\. It looks like sha256-/, text);
  });
});
