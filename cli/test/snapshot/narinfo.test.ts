import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nixBase32 } from '../../src/snapshot/base32';
import { fingerprint, isSignedBy, parseNarInfo, parsePublicKey } from '../../src/snapshot/narinfo';

/** As Nix 2.8 wrote and signed it. */
const CARD = `StorePath: /tmp/dx/r/store/dirkxklcg6hvqysqxqml9wx1nimqrlqd-ardour-9.7
URL: nar/0nd9hqfw0kizr9ggz8iczrjmvrbyp66bvy077rvcfnql1q4b91zc.nar
Compression: gzip
FileHash: sha256:0nd9hqfw0kizr9ggz8iczrjmvrbyp66bvy077rvcfnql1q4b91zc
FileSize: 212
NarHash: sha256:1ibxjc5kr9kqm0ghn4x66fp7v1jva664d1c2w1v9nagil1gg3gnz
NarSize: 568
References: 
Deriver: l0qcli64qmmjv52ndql8xs7gx66yc7ik-ardour-9.7.drv
Sig: test-1:GcVHuGmMKnsBsPFlC6hYCw0cp412JTBH5K6TedILJPfQeetjOcQdkPm1zXYUnt9E2m1CyEi+RuplmwCexsIABg==
`;
const KEY = 'test-1:jV4ALCsmbsuSagUqICT65i/uBAKg9guuA1x0vXpo0qs=';

const WHOLE = parseNarInfo(CARD)!;

describe('Nix’s base 32', () => {
  it('is what Nix prints', () => {
    const hash = 'v8rp34Pl+N3dJxpS9/60f1dWkgKMLfY/RteFfuH1kR8=';
    assert.equal(nixBase32(Buffer.from(hash, 'base64')), '07wiyphpx1fp8qzzcbcc0a95cmvznkzgflhs4zfxvy75hggykjmz');
    assert.equal(nixBase32(Buffer.alloc(20)), '0'.repeat(32));
  });

  it('is the number that the bytes are, the first one smallest', () => {
    const letters = '0123456789abcdfghijklmnpqrsvwxyz';
    const read = (text: string): bigint => [...text].reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n);
    const number = (bytes: Uint8Array): bigint => [...bytes].reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => assert.equal(read(nixBase32(bytes)), number(bytes))));
  });
});

describe('the card of a store path', () => {
  const card = (change: (text: string) => string = (text) => text): ReturnType<typeof parseNarInfo> => parseNarInfo(change(CARD));

  it('is read', () =>
    assert.deepEqual(card(), {
      storePath: '/tmp/dx/r/store/dirkxklcg6hvqysqxqml9wx1nimqrlqd-ardour-9.7',
      url: 'nar/0nd9hqfw0kizr9ggz8iczrjmvrbyp66bvy077rvcfnql1q4b91zc.nar',
      compression: 'gzip',
      fileHash: 'sha256:0nd9hqfw0kizr9ggz8iczrjmvrbyp66bvy077rvcfnql1q4b91zc',
      fileSize: 212,
      narHash: 'sha256:1ibxjc5kr9kqm0ghn4x66fp7v1jva664d1c2w1v9nagil1gg3gnz',
      narSize: 568,
      references: [],
      signatures: ['test-1:GcVHuGmMKnsBsPFlC6hYCw0cp412JTBH5K6TedILJPfQeetjOcQdkPm1zXYUnt9E2m1CyEi+RuplmwCexsIABg=='],
    }));

  it('names every reference with its store in what is signed', () => {
    const info = card((text) => text.replace('References: ', 'References: aaa-one bbb-two'))!;
    assert.match(fingerprint(info), /;568;\/tmp\/dx\/r\/store\/aaa-one,\/tmp\/dx\/r\/store\/bbb-two$/);
  });

  it('is none when a line is missing or no number, or its archive is elsewhere', () => {
    for (const line of ['StorePath', 'URL', 'FileHash', 'FileSize', 'NarHash', 'NarSize'])
      assert.equal(
        card((text) => text.replace(new RegExp(`^${line}: .*\n`, 'm'), '')),
        undefined,
        line,
      );
    assert.equal(
      card((text) => text.replace('568', 'many')),
      undefined,
    );
    for (const url of ['../secret', '/etc/passwd', 'nar/../../secret'])
      assert.equal(
        card((text) => text.replace(/^URL: .*$/m, `URL: ${url}`)),
        undefined,
        url,
      );
  });

  it('is signed by who signed it, and by nobody else', () => {
    const signer = parsePublicKey(KEY)!;
    assert.ok(isSignedBy(card()!, signer));
    assert.ok(
      !isSignedBy(
        card((text) => text.replace('NarSize: 568', 'NarSize: 569'))!,
        signer,
      ),
    );
    assert.ok(
      !isSignedBy(
        card((text) => text.replace('References: ', 'References: aaa-one'))!,
        signer,
      ),
    );
    assert.ok(
      !isSignedBy(
        card((text) => text.replace(/^Sig: .*\n/m, ''))!,
        signer,
      ),
    );
    assert.ok(!isSignedBy(card()!, parsePublicKey(KEY.replace('test-1', 'test-2'))!));
    assert.ok(!isSignedBy(card()!, parsePublicKey(`test-1:${Buffer.alloc(32, 1).toString('base64')}`)!));
  });

  it('is never more than unreadable, whatever is done to it', () =>
    fc.assert(
      fc.property(fc.nat(CARD.length), fc.nat(40), fc.string(), (at, length, text) => {
        const info = parseNarInfo(CARD.slice(0, at) + text + CARD.slice(at + length));
        assert.equal(info !== undefined && isSignedBy(info, parsePublicKey(KEY)!) && info.narHash !== WHOLE.narHash, false);
      }),
    ));

  it('takes no text for a key that is none', () => {
    for (const text of ['', 'test-1', 'test-1:', 'test-1:abcd', KEY.slice('test-1:'.length), `${KEY} `])
      assert.equal(parsePublicKey(text), undefined, text);
  });
});
