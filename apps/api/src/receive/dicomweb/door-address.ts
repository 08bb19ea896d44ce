import path from 'node:path';
import { SettingsProblem, type Settings } from '../../platform/settings/settings';

/** Where receivers take bodies of STOW-RS from the api: a socket in the data folder, or a port when they are on different machines. */
export type DoorAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** Longest path of a Unix socket, in bytes. */
const LONGEST_PATH = 103;

export function doorAddress({ STOW_AT, DATA_DIR }: Pick<Settings, 'STOW_AT' | 'DATA_DIR'>): DoorAddress {
  const port = /^(?:\[([0-9a-f:]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/i.exec(STOW_AT ?? '');
  if (port) return { host: port[1] ?? port[2]!, port: Number(port[3]) };
  const file = path.resolve(STOW_AT ?? path.join(DATA_DIR, 'receive.sock'));
  if (Buffer.byteLength(file) > LONGEST_PATH) throw new SettingsProblem(`CAUSEWAY_STOW_AT: ${file} is too long for a socket. Give a path of at most ${LONGEST_PATH} bytes, or host:port.`);
  return { path: file };
}
