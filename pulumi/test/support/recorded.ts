import { runtime, type Resource } from '@pulumi/pulumi';

/** A resource as the engine is asked for it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** The name of its parent. */
  readonly parent: string;
  /** Names of those that it waits for. */
  readonly dependencies: readonly string[];
  /** As they go over the wire: what is secret has a mark, and what is not known is one. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the wire has of a request. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
}

interface Monitor {
  registerResource: (request: Request, ...rest: unknown[]) => unknown;
}

/** The sign that Pulumi puts on what is secret. */
export const SECRET = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };

const nameOf = (urn: string): string => urn.split('::').at(-1)!;

/** Runs a program against Pulumi's own mocks. @returns everything that it asked for, in its order */
export async function recorded(program: () => Resource | void, isPreview = true): Promise<readonly Registered[]> {
  await runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
    'trial',
    'home',
    isPreview,
  );
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const found: Registered[] = [];
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    found.push({
      type: request.getType(),
      name: request.getName(),
      parent: nameOf(request.getParent()),
      dependencies: request.getDependenciesList().map(nameOf),
      inputs: request.getObject().toJavaScript(),
    });
    return register(request, ...rest);
  };
  program();
  await runtime.disconnect();
  return found;
}
