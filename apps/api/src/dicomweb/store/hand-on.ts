import http from 'node:http';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { endOnceRead } from '../../platform/http/end-once-read';
import type { DoorAddress } from '../../receive/dicomweb/door-address';

/** Headers the receiver reads. */
const PASSED = ['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'accept', 'authorization', 'host'] as const;
const ANSWERED = ['content-type', 'content-length', 'warning', 'retry-after', 'www-authenticate'] as const;
const IDLE_MS = 90_000;
/** A sender that goes on although it was answered may read the answer for this long before the connection is cut. */
const LINGER_MS = 2000;

const away = (): Refusal => new Refusal(503, 'receiver-away', 'Receiving is not possible at the moment. Nothing is known to be stored; send again in a few seconds.');

/**
 * Hands a request with its body on to a receiver, at the receiver's pace, and its answer back. The bytes only pass through this process: reading,
 * digesting and writing them would make every page of the console wait.
 */
export class HandOn {
  private readonly agent = new http.Agent({ keepAlive: true, maxFreeSockets: 8, timeout: 20_000 });

  constructor(private readonly address: DoorAddress) {}

  pass(request: Request, response: Response): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string | string[]> = {
        'x-forwarded-for': request.ip ?? '', 'x-forwarded-proto': request.protocol, 'x-trace-id': String(response.getHeader('X-Trace-Id') ?? ''),
      };
      for (const name of PASSED) {
        const value = request.headers[name];
        if (value !== undefined) headers[name] = value;
      }
      const { address } = this;
      const to = 'path' in address ? { socketPath: address.path } : { host: address.host, port: address.port };
      const onward = http.request({ ...to, agent: this.agent, method: request.method, path: request.originalUrl, headers, timeout: IDLE_MS });
      let answered = false;
      onward.once('response', (answer) => {
        answered = true;
        request.unpipe(onward);
        response.status(answer.statusCode ?? 503);
        for (const name of ANSWERED) {
          const value = answer.headers[name];
          if (value !== undefined) response.setHeader(name, value);
        }
        if (!request.complete) response.setHeader('Connection', 'close');
        answer.pipe(response, { end: false });
        answer.once('end', () => endOnceRead(request, response, LINGER_MS));
        answer.once('error', () => response.destroy());
        response.once('close', resolve);
        request.resume();
      });
      onward.once('timeout', () => onward.destroy(new Error('The receiver does not answer.')));
      onward.on('error', () => {
        request.unpipe(onward);
        request.resume();
        if (!answered) reject(away());
      });
      request.once('close', () => { if (!request.complete && !answered) onward.destroy(); });
      request.once('error', () => onward.destroy());
      request.pipe(onward);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
