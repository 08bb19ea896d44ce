import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const PACKED: ReadonlySet<string> = new Set(['.js', '.css', '.svg', '.json', '.html', '.txt', '.map', '.wasm']);
/** Smaller ones fit into few packets anyhow. */
const LEAST_BYTES = 1400;
/** Files are packed once in the life of a process: what brotli finds beyond this costs seconds. */
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } };

/** Names that carry a digest of what is in the file never mean anything else. */
export const lasting = (file: string): string => (/-(?=[\w-]*[A-Z0-9])[\w-]{8}\.\w+$/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');

/** Pictures and pages on a slow line: texts of `dir` go out packed, as the browser can take them (RFC 9110 12.5.3). Everything else is left to who comes next. */
export function packedFiles(dir: string): RequestHandler {
  const kept = new Map<string, { readonly at: number; readonly body: Promise<Buffer> }>();
  const packed = async (file: string, coding: 'br' | 'gzip'): Promise<Buffer | null> => {
    const stat = await fs.stat(file).catch(() => null);
    if (!stat?.isFile() || stat.size < LEAST_BYTES) return null;
    const key = `${coding} ${file}`;
    const known = kept.get(key);
    if (known?.at === stat.mtimeMs) return known.body;
    const body = fs.readFile(file).then((plain) => (coding === 'br' ? brotli(plain, BROTLI) : gzip(plain)));
    kept.set(key, { at: stat.mtimeMs, body });
    body.catch(() => kept.delete(key));
    return body;
  };
  return (request: Request, response: Response, next: NextFunction) => {
    const file = path.join(dir, path.posix.normalize(request.path));
    if (request.method !== 'GET' || request.headers.range || !PACKED.has(path.extname(file)) || !file.startsWith(dir + path.sep)) return next();
    const coding = request.acceptsEncodings('br') || request.acceptsEncodings('gzip');
    response.vary('Accept-Encoding');
    if (coding !== 'br' && coding !== 'gzip') return next();
    packed(file, coding).then((body) => {
      if (!body) return next();
      response.setHeader('Content-Encoding', coding);
      response.setHeader('Cache-Control', lasting(file));
      response.type(path.extname(file)).send(body);
    }).catch(next);
  };
}
