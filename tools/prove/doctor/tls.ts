// Certificates that are wrong, one way each; a real TLS server shows them.
import { issue, startStorescp, testAuthority } from '@causeway/transport-dimse/testing';
import { QUICK, secure, today, type Making } from './broken';

const DAY_MS = 86_400_000;
const day = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const ours = testAuthority('Lakeview Authority');
const theirs = testAuthority('Somebody Else');
const base = { kind: 'dimse', purpose: 'images', rung: 'tls' } as const;
const line = (port: number, over: Record<string, unknown> = {}) => ({ host: '127.0.0.1', port, calledAeTitle: 'PACS', ...QUICK, tls: { caPem: ours.certPem }, ...over });
const shown = ({ certPem, keyPem }: { certPem: string; keyPem: string }) => secure({ cert: certPem, key: keyPem });

export const tlsCases: readonly Making[] = [
  async () => {
    const peer = await shown(issue(ours, { name: '127.0.0.1', validFrom: day(-90), validTo: day(-2) }));
    return { ...base, name: 'the certificate has expired', settings: line(peer.port), fault: 'certificate-expired', says: [day(-2).toISOString().slice(0, 10), today()], stop: peer.stop };
  },
  async () => {
    const peer = await shown(issue(ours, { name: '127.0.0.1', validFrom: day(3), validTo: day(90) }));
    return { ...base, name: 'the certificate begins in the future', settings: line(peer.port), fault: 'certificate-not-yet-valid', says: [day(3).toISOString().slice(0, 10), today()], stop: peer.stop };
  },
  async () => {
    const peer = await shown(issue(ours, { name: 'pacs.hillview.example' }));
    return { ...base, name: 'the certificate is the one of another facility', settings: line(peer.port), fault: 'certificate-name', says: ['pacs.hillview.example', '127.0.0.1'], stop: peer.stop };
  },
  async () => {
    const peer = await shown(issue(theirs, { name: '127.0.0.1' }));
    return { ...base, name: 'the certificate is signed by an authority we do not have', settings: line(peer.port), fault: 'certificate-untrusted', says: ['Somebody Else', 'Lakeview Authority'], stop: peer.stop };
  },
  async () => {
    const peer = await shown(testAuthority('127.0.0.1'));
    return { ...base, name: 'the certificate is signed by itself', settings: line(peer.port), fault: 'certificate-untrusted', says: ['self-signed', 'Lakeview Authority'], stop: peer.stop };
  },
  async () => {
    const { certPem, keyPem } = issue(ours, { name: '127.0.0.1' });
    const peer = await secure({ cert: certPem, key: keyPem, ca: ours.certPem, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' });
    return { ...base, name: 'they want a certificate of ours', settings: line(peer.port), fault: 'our-certificate-wanted', says: ['a certificate from us'], stop: peer.stop };
  },
  async () => {
    const peer = await startStorescp();
    return { ...base, name: 'storescp speaks no TLS on this port', settings: line(peer.port), fault: 'not-tls', says: ['speak TLS'], stop: peer.stop };
  },
];
