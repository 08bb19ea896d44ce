import fs from 'node:fs';
import path from 'node:path';

/**
 * The bytes of a key in the data folder, made at its first use and readable by this program alone. Linked under its name when it is whole, so that of
 * two processes one makes it and both use it.
 */
export function keyFile(file: string, make: () => string | Buffer): Buffer {
  if (!fs.existsSync(file)) write(file, make());
  return fs.readFileSync(file);
}

function write(file: string, key: string | Buffer): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${Date.now()}`;
  const fd = fs.openSync(draft, 'wx', 0o600);
  fs.writeSync(fd, key as Buffer);
  fs.fsyncSync(fd);
  fs.closeSync(fd);
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(draft);
  }
}
