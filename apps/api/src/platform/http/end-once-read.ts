import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Ends an answer that was written before its request had come whole. Ending it closes the connection, and a connection closed while bytes wait unread is
 * reset: whoever still sends loses the answer before reading it (RFC 9112 9.6). So the rest is read and dropped first, for at most `ms` milliseconds.
 * The answer must name its length and `Connection: close`: then it is complete for the sender although it has not ended here.
 */
export function endOnceRead(request: IncomingMessage, response: ServerResponse, ms: number): void {
  if (request.complete || request.destroyed) return void response.end();
  const late = setTimeout(() => response.end(), ms);
  request.on('error', () => undefined).once('end', () => response.end()).once('close', () => clearTimeout(late)).resume();
}
