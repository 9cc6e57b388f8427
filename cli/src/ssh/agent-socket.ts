import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentProtocol, type AgentInboundRequest, type BaseAgent, type ParsedKey, type SigningRequestOptions } from 'ssh2';

/** An agent of ours that other programs can ask for signatures. */
export interface AgentSocket {
  readonly path: string;
  close(): void;
}

/** Serves the keys of an agent on a socket that nobody else may reach. The keys stay in this process: whoever asks gets signatures. */
export async function openAgentSocket(agent: BaseAgent<ParsedKey>): Promise<AgentSocket> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-agent-')); // nobody else may enter it
  const path = join(folder, 'agent');
  const server = createServer((socket) => serve(socket, agent));
  const close = (): void => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(server, path);
  } catch (error) {
    close();
    throw error;
  }
  server.unref(); // one that nobody uses keeps no command from ending
  return { path, close };
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });

/** Answers the two questions that a client has; everything else an agent could do is refused. */
function serve(socket: Socket, agent: BaseAgent<ParsedKey>): void {
  const protocol = new AgentProtocol(false);
  protocol.on('identities', (request: AgentInboundRequest) =>
    agent.getIdentities((_error, keys = []) => protocol.getIdentitiesReply(request, keys as ParsedKey[])),
  );
  protocol.on('sign', (request: AgentInboundRequest, key: ParsedKey, data: Buffer, options: SigningRequestOptions) =>
    agent.sign(key, data, options, (error, signature) =>
      error || !signature ? protocol.failureReply(request) : protocol.signReply(request, signature as Buffer),
    ),
  );
  for (const end of [socket, protocol]) end.on('error', () => socket.destroy());
  socket.pipe(protocol).pipe(socket);
}
