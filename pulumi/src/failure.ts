import { ResourceError, type Resource } from '@pulumi/pulumi';

/**
 * What fails the run, told beside the resource. Pulumi writes a text of its own into an error for each property that waits for it, before anybody has
 * seen it; this one keeps its words.
 */
export function failureOf(resource: Resource, text: string): ResourceError {
  const failure = new ResourceError(text, resource, true);
  return Object.defineProperty(failure, 'message', { get: () => text, set: () => {} });
}
