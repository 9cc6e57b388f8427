import { output, type Input, type Output, type Resource, type Unwrap } from '@pulumi/pulumi';
import { abortable } from '../../cli/src/ssh/abort';

/** What every output has; the typings leave it out. */
interface Inside<T> {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

const inside = <T>(value: Output<T>): Inside<T> => value as unknown as Inside<T>;

/** The value, or undefined where it is not known: in a preview, what is not made yet says nothing. */
export async function knownValue<T>(value: Input<T>): Promise<Unwrap<T> | undefined> {
  const known = inside(output(value));
  return (await known.isKnown) ? known.promise() : undefined;
}

/** Waits until Pulumi has done what it does about these resources, or the engine has ended, which then tells nobody. */
export async function settled(resources: readonly Resource[], ended: AbortSignal): Promise<void> {
  await abortable(Promise.all(resources.map(({ urn }) => inside(urn).promise())), ended);
}
