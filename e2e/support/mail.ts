import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect } from './journey';

export interface Mail { readonly to: string; readonly text: string }

/** The mail server of the house, where the product was told that it is. */
export async function mailServer(port: number, got: Mail[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        got.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect((server.server.address() as AddressInfo).port).toBe(port);
  return server;
}

/** What a person reads of a mail: long lines are broken on the way (quoted-printable, RFC 2045 6.7). */
export const readable = (text: string): string => text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
