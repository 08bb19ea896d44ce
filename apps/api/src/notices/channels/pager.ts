import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { pinnedLookup } from '@causeway/transport-kit';
import { egress } from '../../platform/outward';
import type { Send } from './channels';
import { ChannelFailure } from './failure';

const TIMEOUT_MS = 10_000;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over `<seconds>.<body>`, so that the service knows who speaks, and that it is not an old message again. */
const signatureOf = (secret: string, seconds: number, body: string): string => `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** One SMS or page through the service of the house, at an address this installation may call. It may drop a second message of the same Idempotency-Key. */
export const sendPage: Send = async (message, settings) => {
  const url = new URL(settings.PAGER_URL ?? '');
  const pins = await egress.reach(url.hostname, Number(url.port) || (url.protocol === 'https:' ? 443 : 80)).catch((error: unknown) => {
    throw new ChannelFailure((error as { fault?: string }).fault ?? 'not-reached');
  });
  const body = JSON.stringify({ id: message.id, to: message.to, text: [message.title, ...message.lines].join('\n'), link: message.link, urgent: message.urgent });
  const headers = {
    'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Idempotency-Key': message.id, 'Causeway-Signature': signatureOf(settings.PAGER_SECRET ?? '', Math.floor(Date.now() / 1000), body),
  };
  const status = await new Promise<number>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'POST', headers, lookup: pinnedLookup(pins), signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', () => reject(new ChannelFailure('not-reached')));
    request.end(body);
  });
  if (status < 200 || status > 299) throw new ChannelFailure(`http-${status}`, [404, 410, 422].includes(status));
  return message.id;
};
