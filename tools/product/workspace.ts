import fs from 'node:fs';
import path from 'node:path';

/** The workspace's top folder, from wherever this code was bundled to inside it. */
export function workspaceRoot(): string {
  for (let dir = import.meta.dirname; ; dir = path.dirname(dir)) {
    if (fs.existsSync(path.join(dir, 'nx.json'))) return dir;
    if (dir === path.dirname(dir)) throw new Error('This program must run inside the workspace.');
  }
}
