import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import type { StreamEvent } from '@causeway/contracts';
import type { Response } from 'express';
import { SignedIn } from '../http/ability';
import { COOKIE, cookieOf, type CalledRequest } from '../http/guard';
import { plainAddress } from '../addresses';
import { Sessions } from '../sign-in/sessions';
import { bearerOf } from '../sign-in/tokens';
import { StreamSight } from './sight';
import { EventStream } from './stream';

const HEARTBEAT_MS = 15_000;
const CHECK_MS = 3000;
/** An event, not a comment: the page sees it and can tell a quiet house from a dead line. Without an id, so it never becomes the position. */
const BEAT = 'event: beat\ndata: {}\n\n';
/** The last word of a stream that is cut: the page asks at once who it is now. */
const OVER = 'event: over\ndata: {}\n\n';

/** GET /api/v1/stream: server-sent events, ids only. What the person may not see is not signalled; a session that ends, or whose person changed, cuts the stream within seconds. */
@Controller('api/v1/stream')
export class StreamController {
  constructor(private readonly stream: EventStream, private readonly sessions: Sessions, private readonly sight: StreamSight) {}

  @Get()
  @SignedIn()
  open(@Req() request: CalledRequest, @Res() response: Response, @Headers('last-event-id') since?: string): void {
    response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    const missed = since ? this.stream.missed(since) : [];
    if (missed === null) response.write(`id: ${this.stream.position}\nevent: resync\ndata: {}\n\n`);
    else if (!since) response.write(`id: ${this.stream.position}\nevent: hello\ndata: {}\n\n`);
    let turn = Promise.resolve();
    const send = (event: StreamEvent): void => {
      turn = turn.then(async () => {
        const caller = request.caller;
        if (!caller || response.writableEnded || !(await this.sight.sees(caller, event))) return;
        response.write(`id: ${event.seq}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`);
      }).catch(() => { response.end(); });
    };
    missed?.forEach(send);
    const stopListening = this.stream.listen(send);
    const heartbeat = setInterval(() => response.write(BEAT), HEARTBEAT_MS);
    const over = (): void => {
      if (!response.writableEnded) response.end(OVER);
    };
    const check = setInterval(() => void this.stillOpen(request).then((open) => open || over(), over), CHECK_MS);
    response.on('close', () => {
      stopListening();
      clearInterval(heartbeat);
      clearInterval(check);
    });
  }

  /** Looks without keeping the session awake: an open tab is not a person at work. A person whose rights changed opens a new stream, which has the new ones. */
  private async stillOpen(request: CalledRequest): Promise<boolean> {
    const bearer = bearerOf(request.headers.authorization);
    if (bearer) return (await this.sessions.client(bearer, plainAddress(request.ip ?? ''))) !== null;
    const secret = cookieOf(request.headers.cookie, COOKIE);
    return secret !== null && (await this.sessions.rightsIfOpen(secret)) === request.openSession?.rights;
  }
}
