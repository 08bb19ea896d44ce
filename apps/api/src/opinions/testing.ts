import type { AddressInfo } from 'node:net';
import { AskOpinion, OPINION_HEADER, type AskedOpinion } from '@causeway/contracts';
import { SMTPServer } from 'smtp-server';

export interface SpecMail { readonly to: string; readonly text: string }
export interface MailServer { readonly port: number; readonly mails: SpecMail[]; last(to: string): string; close(): Promise<void> }

/** A real mail server. It takes nothing for addresses that begin with `gone@`. */
export async function mailServer(): Promise<MailServer> {
  const mails: SpecMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onRcptTo: ({ address }, _session, done) => (address.startsWith('gone@') ? done(Object.assign(new Error('no such user'), { responseCode: 550 })) : done()),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), text: Buffer.concat(parts).toString('utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port, mails,
    last: (to) => mails.findLast((m) => m.to === to)?.text ?? '',
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export const ASKED = {
  serviceLine: 'orthopaedics', kind: 'images', family: 'Person', given: 'Zoe', birthDate: '1961-03-12', relation: 'self', mail: 'zoe@example.org', phone: '+1 555 0142', question: 'Does my PLANTEDKNEE really need an operation?', images: 'my knee MRI of 2025', agreed: true,
} as const;

/** Somebody at the open page, over HTTP as their browser is. */
export class SpecAsker {
  constructor(private readonly url: string) {}

  ask(more: object = {}): Promise<{ status: number; body: AskedOpinion & { code?: string; detail?: string; errors?: { pointer: string; detail: string }[] } }> {
    return this.send('POST', '', { ...AskOpinion.parse(ASKED), ...more }) as never;
  }
  send(method: string, path: string, body?: object, token = ''): Promise<{ status: number; body: Record<string, unknown> }> {
    return fetch(`${this.url}/api/v1/opinion-door${path}`, {
      method, headers: { [OPINION_HEADER]: token, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}),
    }).then(async (answer) => ({ status: answer.status, body: (await answer.json()) as Record<string, unknown> }));
  }
}

/** What stands behind the # of the link in a mail. */
export const tokenIn = (text: string): string => /#([0-9a-f-]{36}\.[\w-]+)/.exec(text)?.[1] ?? '';
