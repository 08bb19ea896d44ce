export { hl7v2 } from './transport';
export { type Hl7v2Settings } from './settings';
export { createMllpServer, type MllpServer } from './server/server';
export { MLLP_SERVER_LIMITS, type MllpServerEvent, type MllpServerLimits, type MllpServerOptions, type Peer } from './server/options';
export { MllpClient, type MllpClientOptions } from './client/client';
export { type Answer } from './client/exchange';
export { retryAfter } from './client/refusal';
export { type TlsConnect, type TlsListen } from './tls';
