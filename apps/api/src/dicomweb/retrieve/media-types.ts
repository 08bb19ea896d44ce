/** Media types of bulk data by transfer syntax (PS3.18 8.7.3.3). */
const OCTETS = 'application/octet-stream';

const CODED: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'image/jpeg', '1.2.840.10008.1.2.4.51': 'image/jpeg', '1.2.840.10008.1.2.4.57': 'image/jpeg', '1.2.840.10008.1.2.4.70': 'image/jpeg',
  '1.2.840.10008.1.2.4.80': 'image/jls', '1.2.840.10008.1.2.4.81': 'image/jls',
  '1.2.840.10008.1.2.4.90': 'image/jp2', '1.2.840.10008.1.2.4.91': 'image/jp2', '1.2.840.10008.1.2.4.92': 'image/jpx', '1.2.840.10008.1.2.4.93': 'image/jpx',
  '1.2.840.10008.1.2.4.201': 'image/jphc', '1.2.840.10008.1.2.4.202': 'image/jphc', '1.2.840.10008.1.2.4.203': 'image/jphc',
  '1.2.840.10008.1.2.4.110': 'image/jxl', '1.2.840.10008.1.2.4.111': 'image/jxl', '1.2.840.10008.1.2.4.112': 'image/jxl',
  '1.2.840.10008.1.2.5': 'image/dicom-rle',
};
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10([0-8])/;

/** What the bytes of one frame, or of one video, are. */
export function frameMediaType(transferSyntaxUid: string): string {
  const video = VIDEO.exec(transferSyntaxUid)?.[1];
  if (video !== undefined) return Number(video) < 2 ? 'video/mpeg' : Number(video) < 7 ? 'video/mp4' : 'video/H265';
  return CODED[transferSyntaxUid] ?? OCTETS;
}

/** Names under which a client may ask for these bytes: what they are, or bytes as such, which says the same with less. */
export const frameMediaTypes = (transferSyntaxUid: string): readonly string[] => [...new Set([frameMediaType(transferSyntaxUid), OCTETS])];
export { OCTETS };
