import { GUARD_PROGRAM } from '../access/documents';
import type { Ssh } from '../ssh/connect';
import type { Connect } from '../ssh/connection';
import { elevated } from '../ssh/elevate';

/** Connections with root's rights, or at least those to run the guard. One that gets none is closed again. */
export const asRoot =
  ({ connect, secrets }: Ssh, passwordFile?: string): Connect =>
  async (destination, how) => {
    const connection = await connect(destination, how);
    try {
      return await elevated(connection, {
        secrets,
        allowed: [GUARD_PROGRAM, 'version'],
        ...(passwordFile !== undefined && { passwordFile }),
      });
    } catch (error) {
      await connection.close();
      throw error;
    }
  };
