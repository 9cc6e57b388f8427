import { access } from 'node:fs/promises';
import { BaseAgent, createAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';
import {
  agentEmpty,
  agentRefused,
  agentSilent,
  certificateUnused,
  passphraseNeeded,
  passphraseWrong,
  type Attempt,
} from './authentication-errors';
import type { HostConfig } from './config';
import { readKeyFile, type KeyFile } from './key-file';
import type { Secrets } from './secrets';

/** A key that is offered: its public half at once, a signature when the machine knows it. */
interface Offer {
  readonly name: string;
  readonly publicKey: ParsedKey;
  sign(data: Buffer, options: SigningRequestOptions): Promise<Buffer>;
}

/**
 * All the keys of the user for one host, in OpenSSH's order: what the agent and the configuration both name, the agent's others, the files.
 * A passphrase is asked for when the machine has said that it knows the key, not before.
 */
export class KeyRing extends BaseAgent<ParsedKey> {
  readonly #offers: readonly Offer[];
  readonly #notes: string[];
  /** Signing may wait for a person. */
  public whileSigning: (work: Promise<Buffer>) => Promise<Buffer> = (work) => work;

  private constructor(offers: readonly Offer[], notes: readonly string[]) {
    super();
    this.#offers = offers;
    this.#notes = [...notes];
  }

  public static async gather(config: HostConfig, secrets: Secrets): Promise<KeyRing> {
    const notes: string[] = [];
    const [files, agentKeys] = await Promise.all([filesOf(config, notes), agentOffers(config.agent, notes)]);
    const isIn = (offers: readonly { readonly publicKey: ParsedKey }[], { publicKey }: { readonly publicKey: ParsedKey }): boolean =>
      offers.some((offer) => same(offer.publicKey, publicKey));
    const named = files.flatMap((file) => agentKeys.filter((offer) => same(offer.publicKey, file.publicKey)));
    const others = config.identitiesOnly ? [] : agentKeys.filter((offer) => !isIn(named, offer));
    const own = files.filter((file) => !isIn(agentKeys, file)).flatMap((file) => fileOffer(file, secrets, notes));
    return new KeyRing([...named, ...others, ...own], notes);
  }

  public get attempt(): Attempt {
    return { keys: this.#offers.map(({ name }) => name), notes: this.#notes };
  }

  public getIdentities(callback: (error: Error | null | undefined, keys?: ParsedKey[]) => void): void {
    callback(
      null,
      this.#offers.map(({ publicKey }) => publicKey),
    );
  }

  public sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, callback?: SignCallback): void {
    const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback!];
    const offer = this.#offers.find(({ publicKey }) => same(publicKey, key))!;
    this.whileSigning(offer.sign(data, settings)).then(
      (signature) => done(null, signature),
      (error: Error) => {
        if (!('exitCode' in error)) this.#notes.push(error.message);
        done(error);
      },
    );
  }
}

const same = (one: ParsedKey, other: ParsedKey): boolean => one.getPublicSSH().equals(other.getPublicSSH());

async function filesOf({ identityFiles }: HostConfig, notes: string[]): Promise<readonly KeyFile[]> {
  const read = await Promise.all([...new Set(identityFiles)].map(readKeyFile));
  const exists = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  for (const path of identityFiles) if (await exists(`${path}-cert.pub`)) notes.push(certificateUnused(`${path}-cert.pub`));
  return read
    .filter((file): file is KeyFile | string => file !== undefined)
    .filter((file) => {
      if (typeof file === 'string') notes.push(file);
      return typeof file !== 'string';
    }) as KeyFile[];
}

function fileOffer(file: KeyFile, secrets: Secrets, notes: string[]): readonly Offer[] {
  const { path, open } = file;
  if (open === undefined) return [];
  if (file.isEncrypted && !secrets.person.isThere) {
    notes.push(passphraseNeeded(path));
    return [];
  }
  const opened = (): Promise<ParsedKey> =>
    secrets.once(`key ${path}`, async () => {
      const key = file.isEncrypted ? await secrets.askFor(`Passphrase of ${path}: `, open) : open();
      if (key === undefined) throw passphraseWrong(path);
      return key;
    });
  const sign = async (data: Buffer, { hash }: SigningRequestOptions): Promise<Buffer> => {
    const signature = (await opened()).sign(data, hash) as Buffer | Error;
    if (signature instanceof Error) throw signature;
    return signature;
  };
  return [{ name: path, publicKey: file.publicKey, sign }];
}

function agentOffers(socket: string | undefined, notes: string[]): Promise<readonly Offer[]> {
  if (socket === undefined) return Promise.resolve([]);
  const agent = createAgent(socket) as BaseAgent<ParsedKey>;
  return new Promise((resolve) => {
    agent.getIdentities((error, keys) => {
      if (error || !keys) notes.push(agentSilent(socket, error?.message ?? 'no answer'));
      else if (keys.length === 0) notes.push(agentEmpty(socket));
      resolve(((keys ?? []) as ParsedKey[]).map((publicKey) => agentOffer(agent, publicKey)));
    });
  });
}

function agentOffer(agent: BaseAgent<ParsedKey>, publicKey: ParsedKey): Offer {
  const name = `${publicKey.comment || publicKey.type} (agent)`;
  const sign = (data: Buffer, options: SigningRequestOptions): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      agent.sign(publicKey, data, options, (error, signature) => {
        if (error || !signature) reject(new Error(agentRefused(name, error?.message ?? 'no answer')));
        else resolve(Buffer.from(signature as Buffer));
      });
    });
  return { name, publicKey, sign };
}
