import fs from 'node:fs';
import net from 'node:net';
import type { DoorAddress } from './door-address';

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect({ path });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });

/** Takes away the socket file a killed receiver left behind. Throws when somebody still answers there. */
export async function claimSocket(address: DoorAddress): Promise<void> {
  if (!('path' in address) || !fs.existsSync(address.path)) return;
  if (await answers(address.path)) throw new Error(`Another receiver answers at ${address.path}: stop it, or give this one its own CAUSEWAY_DATA_DIR or CAUSEWAY_STOW_AT.`);
  fs.rmSync(address.path, { force: true });
}
