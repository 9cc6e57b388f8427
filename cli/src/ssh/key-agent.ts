import { BaseAgent, utils, type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

/** One private key that somebody handed over: it is kept in memory, and signs what it is asked to. */
export class KeyAgent extends BaseAgent<ParsedKey> {
  readonly #key: ParsedKey;

  private constructor(key: ParsedKey) {
    super();
    this.#key = key;
  }

  /** @returns what is wrong with the key, as half a sentence, where it cannot be used; nothing of the key is in it */
  public static of(privateKey: string, password?: string): KeyAgent | string {
    const parsed = utils.parseKey(privateKey, password) as ParsedKey | ParsedKey[] | Error;
    if (parsed instanceof Error) {
      const isEncrypted = /encrypted|passphrase|decrypt|integrity/i.test(parsed.message);
      if (!isEncrypted) return 'it is no private key of a kind that is understood';
      return password === undefined ? 'it is encrypted, and there is no password for it' : 'its password is wrong';
    }
    const key = Array.isArray(parsed) ? parsed[0] : parsed;
    return key?.isPrivateKey() ? new KeyAgent(key) : 'it is a public key';
  }

  public getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#key]);
  }

  public sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
    const [{ hash }, done] = typeof options === 'function' ? [{} as SigningRequestOptions, options] : [options, callback!];
    if (!key.getPublicSSH().equals(this.#key.getPublicSSH())) return done(new Error('That is another key.'));
    const signature = this.#key.sign(data, hash) as Buffer | Error;
    if (signature instanceof Error) done(signature);
    else done(undefined, signature);
  }
}
