import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { ObjectReader } from '@causeway/dicom';

/** How the service treats what comes. All of it can be changed while it runs. */
export interface DicomwebBehaviour {
  /** Answered to every request, with these headers, in place of what was asked for. */
  always: { readonly status: number; readonly headers?: Record<string, string> } | null;
  /** Says this time in place of its own. */
  date: Date | null;
  /** Failure reasons by SOP Instance UID: the object is not kept. */
  readonly failures: Map<string, number>;
  /** Warning reasons by SOP Instance UID: the object is kept. */
  readonly warnings: Map<string, number>;
  /** Stores what comes and cuts the connection in place of an answer. */
  dropAnswer: boolean;
  /** Answers a store request with this status and no body. */
  bareStatus: number | null;
  /** Cuts an answer after this many bytes. */
  cutAfterBytes: number | null;
  /** Results of one page at most, whatever is asked for. */
  mostResults: number;
  /** Ignores limit and offset. */
  noPaging: boolean;
  /** There is no search. */
  noSearch: boolean;
  /** Address all links in answers begin with. */
  links: string;
  /** Lets the next request not in, whoever it is. */
  refuseOnce: boolean;
  /** Leaves these out of what it gives, though it lists them. */
  readonly hold: Set<string>;
}

interface Held {
  readonly study: string;
  readonly series: string;
  readonly sop: string;
  readonly sopClass: string;
  readonly syntax: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly modality: string;
  readonly file: Buffer;
}

export interface LoopbackOptions {
  readonly token?: string;
  readonly basic?: string;
  /** Who may come in, by the header they bring. */
  readonly admits?: (authorization: string | undefined) => Promise<boolean>;
  readonly tls?: { readonly cert: string; readonly key: string };
}

const ROOT = '/dicom-web';
const el = (vr: string, ...values: unknown[]): unknown => (values.length > 0 ? { vr, Value: values } : { vr });

/** A small DICOMweb service in this process, written apart from the transport's own multipart code. */
export class LoopbackDicomweb {
  readonly held = new Map<string, Held>();
  readonly requests: string[] = [];
  readonly behaviour: DicomwebBehaviour = {
    always: null, date: null, failures: new Map(), warnings: new Map(), dropAnswer: false, bareStatus: null, cutAfterBytes: null, mostResults: 1000, noPaging: false, noSearch: false, links: 'http://elsewhere.invalid/dicom-web', refuseOnce: false, hold: new Set(),
  };
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly options: LoopbackOptions) {
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.serve(request, response).catch(() => response.destroy());
    this.server = options.tls ? https.createServer(options.tls, serve) : http.createServer(serve);
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
  }

  static async start(options: LoopbackOptions = {}): Promise<LoopbackDicomweb> {
    const peer = new LoopbackDicomweb(options);
    await new Promise<void>((resolve) => peer.server.listen(0, '127.0.0.1', resolve));
    return peer;
  }

  get url(): string {
    return `${this.options.tls ? 'https' : 'http'}://127.0.0.1:${(this.server.address() as AddressInfo).port}${ROOT}`;
  }

  async keep(file: Buffer): Promise<Held> {
    const reader = new ObjectReader();
    await reader.push(file);
    const { values, transferSyntaxUid } = await reader.finish();
    const held = {
      study: values.studyInstanceUid ?? '', series: values.seriesInstanceUid ?? '', sop: values.sopInstanceUid ?? '', sopClass: values.sopClassUid ?? '', syntax: transferSyntaxUid,
      patientName: values.patientName ?? '', patientId: values.patientId ?? '', modality: values.modality ?? '', file,
    };
    this.held.set(held.sop, held);
    return held;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    this.requests.push(`${request.method} ${url.pathname}`);
    const { always, date } = this.behaviour;
    if (date) response.setHeader('Date', date.toUTCString());
    if (always) return this.answer(request, response, always.status, '', always.headers);
    const { token, basic, admits } = this.options;
    const refused = this.behaviour.refuseOnce;
    this.behaviour.refuseOnce = false;
    if (refused || (admits && !(await admits(request.headers.authorization)))) return this.answer(request, response, 401, '');
    const wanted = token ? `Bearer ${token}` : basic ? `Basic ${Buffer.from(basic).toString('base64')}` : undefined;
    if (wanted && request.headers.authorization !== wanted) return this.answer(request, response, 401, '');
    if (!url.pathname.startsWith(`${ROOT}/`)) return this.answer(request, response, 404, '');
    const path = url.pathname.slice(ROOT.length + 1).split('/');
    if (request.method === 'POST') return this.store(request, response, path[1] ?? null);
    const last = path[path.length - 1];
    if (['studies', 'series', 'instances'].includes(last ?? '')) return this.search(response, path, url.searchParams);
    return this.give(response, path);
  }

  private answer(request: IncomingMessage, response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
    request.resume();
    response.writeHead(status, headers).end(body);
  }

  private within([, study, , series, , instance]: readonly string[]): Held[] {
    return [...this.held.values()].filter((h) => (!study || h.study === study) && (!series || h.series === series) && (!instance || h.sop === instance));
  }

  private search(response: ServerResponse, path: readonly string[], query: URLSearchParams): void {
    if (this.behaviour.noSearch) return void response.writeHead(404).end();
    const level = path[path.length - 1]!;
    const studies = query.get('StudyInstanceUID')?.split(',');
    const all = this.within(path.slice(0, -1)).filter((h) => (!studies || studies.includes(h.study)) && (!query.has('PatientID') || h.patientId === query.get('PatientID')));
    const key = (h: Held): string => (level === 'studies' ? h.study : level === 'series' ? h.series : h.sop);
    const found = [...new Map(all.map((h) => [key(h), h])).values()];
    const [limit, offset] = this.behaviour.noPaging ? [found.length, 0] : [Math.min(Number(query.get('limit') ?? 1000), this.behaviour.mostResults), Number(query.get('offset') ?? 0)];
    const page = found.slice(offset, offset + limit);
    const left = found.length - offset - page.length;
    response.writeHead(200, { 'Content-Type': 'application/dicom+json', ...(left > 0 ? { Warning: `299 loopback: There are ${left} additional results that can be requested` } : {}) });
    response.end(JSON.stringify(page.map((h) => this.item(h, level, all))));
  }

  private item(h: Held, level: string, all: readonly Held[]): unknown {
    const link = `${this.behaviour.links}/studies/${h.study}`;
    const study = { '00081190': el('UR', link), '0020000D': el('UI', h.study) };
    if (level === 'studies') {
      const own = all.filter((o) => o.study === h.study);
      return { ...study, '00100010': el('PN', { Alphabetic: h.patientName }), '00100020': el('LO', h.patientId), '00080061': el('CS', ...new Set(own.map((o) => o.modality))), '00201208': el('IS', String(own.length)), '00081030': el('LO') };
    }
    const series = { ...study, '0020000E': el('UI', h.series), '00080060': el('CS', h.modality), '00200011': el('IS', 1) };
    return level === 'series' ? series : { ...series, '00080018': el('UI', h.sop), '00080016': el('UI', h.sopClass), '00200013': el('IS', 1) };
  }

  private give(response: ServerResponse, path: readonly string[]): void {
    const held = this.within(path).filter((h) => !this.behaviour.hold.has(h.sop));
    if (held.length === 0) return void response.writeHead(404).end();
    const parts = held.flatMap((h) => [Buffer.from(`--XX\r\nContent-Type: application/dicom; transfer-syntax=${h.syntax}\r\nContent-Location: ${this.behaviour.links}/studies/${h.study}\r\n\r\n`), h.file, Buffer.from('\r\n')]);
    const body = Buffer.concat([...parts, Buffer.from('--XX--')]);
    const { cutAfterBytes } = this.behaviour;
    response.writeHead(200, { 'Content-Type': 'multipart/related; type=application/dicom; boundary="XX"', 'Content-Length': body.length });
    if (cutAfterBytes === null) response.end(body);
    else response.write(body.subarray(0, cutAfterBytes), () => response.destroy());
  }

  private async store(request: IncomingMessage, response: ServerResponse, study: string | null): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const boundary = /boundary=([^;]+)/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
    const [failed, referenced]: [unknown[], unknown[]] = [[], []];
    const mark = Buffer.from(`--${boundary}`);
    for (let at = body.indexOf(mark); ; ) {
      const begin = body.indexOf('\r\n\r\n', at) + 4;
      const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), begin);
      if (begin < 4 || end < 0) break;
      const held = await this.keep(body.subarray(begin, end));
      const names = { '00081150': el('UI', held.sopClass), '00081155': el('UI', held.sop) };
      const failure = this.behaviour.failures.get(held.sop) ?? (study !== null && study !== held.study ? 0xa900 : undefined);
      const warning = this.behaviour.warnings.get(held.sop);
      if (failure !== undefined) {
        this.held.delete(held.sop);
        failed.push({ ...names, '00081197': el('US', failure) });
      } else referenced.push({ ...names, '00081190': el('UR', `${this.behaviour.links}/studies/${held.study}`), ...(warning === undefined ? {} : { '00081196': el('US', warning) }) });
      at = end + 2;
    }
    if (this.behaviour.dropAnswer) return void request.socket.destroy();
    if (this.behaviour.bareStatus !== null) return void response.writeHead(this.behaviour.bareStatus).end();
    const status = referenced.length === 0 ? 409 : failed.length > 0 ? 202 : 200;
    response.writeHead(status, { 'Content-Type': 'application/dicom+json' });
    response.end(JSON.stringify({ '00081190': el('UR', this.behaviour.links), ...(failed.length > 0 ? { '00081198': el('SQ', ...failed) } : {}), ...(referenced.length > 0 ? { '00081199': el('SQ', ...referenced) } : {}) }));
  }
}
