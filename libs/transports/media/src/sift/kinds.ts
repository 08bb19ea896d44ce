/** What a file is, by its first bytes; its name only tells apart what looks alike. */
import { readFileHead } from '@causeway/dicom';

export type DocumentType = 'application/pdf' | 'text/plain' | 'image/jpeg' | 'image/png' | 'application/rtf' | 'application/msword' | 'text/xml';

/** Why a file is not of interest. */
export type IgnoredWhy =
  /** Programs, their libraries and settings, icons: a viewer on the disc, never run. */
  | 'viewer'
  | 'autorun'
  | 'web-page'
  /** The disc's own words about itself. */
  | 'readme'
  | 'empty'
  | 'not-recognised';

export type FileKind =
  | { readonly kind: 'dicom' }
  | { readonly kind: 'dicomdir' }
  | { readonly kind: 'archive'; readonly type: 'zip' | 'iso' }
  | { readonly kind: 'document'; readonly type: DocumentType }
  | { readonly kind: 'ignored'; readonly why: IgnoredWhy };

/** Bytes of the beginning that are enough to judge. */
export const LOOK_BYTES = 40_000;

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
const PROGRAMS = /^(MZ|\x7fELF|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|#!|!<arch>|MSCF|ITSF|\xd0\xcf\x11\xe0)/;
const VIEWER_NAMES = /\.(exe|dll|ocx|sys|drv|com|bat|cmd|vbs|ps1|msi|msp|cab|lnk|jar|class|so|dylib|app|dmg|pkg|ini|cfg|conf|manifest|config|xsl|xslt|css|js|ico|icns|cur|ttf|otf|woff2?|chm|hlp|properties|plist|lng|res|dat|db|mdb|sqlite|log|gif|bmp|svg)$/i;
const OFFICE = /\.(docx|xlsx|pptx|odt|ods|odp)$/i;
const READMES = /^(readme|read_me|lies_?mich|lisez_?moi|leggimi|leame|license|licence|copying|copyright|version|changes|changelog|notice|eula)/i;

const ignored = (why: IgnoredWhy): FileKind => ({ kind: 'ignored', why });
const document = (type: DocumentType): FileKind => ({ kind: 'document', type });

/** `first` are the first bytes of the file, `whole` says that they are all of it. */
export function kindOf(first: Buffer, name: string, whole: boolean): FileKind {
  if (first.length === 0) return ignored('empty');
  const head = readFileHead(first, 65_536, whole);
  if (head.kind === 'head') return { kind: head.head.mediaStorageSopClassUid === MEDIA_DIRECTORY ? 'dicomdir' : 'dicom' };
  // a head too long or broken is still that of a DICOM file: the reader that judges it says what is wrong
  if (first.length >= 132 && first.toString('latin1', 128, 132) === 'DICM') return { kind: 'dicom' };
  if (/^autorun\.inf$/i.test(name)) return ignored('autorun');
  const text = first.toString('latin1', 0, Math.min(first.length, 1024));
  if (/^PK\x03\x04/.test(text)) return OFFICE.test(name) || VIEWER_NAMES.test(name) ? ignored(OFFICE.test(name) ? 'not-recognised' : 'viewer') : { kind: 'archive', type: 'zip' };
  if (first.length > 32_774 && first.toString('latin1', 32_769, 32_774) === 'CD001') return { kind: 'archive', type: 'iso' };
  if (text.includes('%PDF-')) return document('application/pdf');
  if (text.startsWith('\xff\xd8\xff')) return document('image/jpeg');
  if (text.startsWith('\x89PNG\r\n')) return document('image/png');
  if (text.startsWith('{\\rtf')) return document('application/rtf');
  if (text.startsWith('\xd0\xcf\x11\xe0') && /\.doc$/i.test(name)) return document('application/msword');
  if (PROGRAMS.test(text) || VIEWER_NAMES.test(name)) return ignored('viewer');
  return ofText(first, text, name);
}

function ofText(first: Buffer, text: string, name: string): FileKind {
  if (!isText(first)) return ignored('not-recognised');
  if (/<(!doctype html|html)/i.test(text)) return ignored('web-page');
  if (/<([\w-]+:)?ClinicalDocument[\s>]/.test(first.toString('latin1', 0, 8192))) return document('text/xml');
  if (/^\s*</.test(text) || /\.html?$/i.test(name)) return ignored(/\.html?$/i.test(name) ? 'web-page' : 'viewer');
  if (READMES.test(name)) return ignored('readme');
  return /\.(txt|text|asc|rpt)$/i.test(name) ? document('text/plain') : ignored('not-recognised');
}

/** Text of any western encoding: no control characters but line ends, tabs and form feeds. */
const isText = (bytes: Buffer): boolean => bytes.subarray(0, 4096).every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 12 || byte === 13);
