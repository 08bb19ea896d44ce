/** The plain files of a disc: README.TXT as IHE PDI asks (RAD TF-2 4.47.4.1.2.2.4), and a page of contents without scripts. No patient data. */

export interface DiscWords {
  /** Label of the volume: 1 to 16 characters A-Z, 0-9, _. */
  readonly volumeId: string;
  /** Who made the disc. */
  readonly from: string;
  /** Telephone or mail of whoever answers questions about it. */
  readonly contact?: string;
  readonly trackingNumber?: string;
  /** What whoever gave us the images asks of whoever receives them, each once. */
  readonly terms?: readonly { readonly source: string; readonly text: string }[];
}

const NOTE = 'The images on this disc are not meant for diagnosis in a web browser. Open them with a DICOM viewer: choose the disc or its DICOMDIR.';

export function readme(words: DiscWords): Buffer {
  const lines = [
    `This disc was made by ${words.from}.`,
    ...(words.contact ? [`Questions: ${words.contact}`] : []),
    ...(words.trackingNumber ? [`Tracking number: ${words.trackingNumber}`] : []),
    '',
    'It follows IHE Portable Data for Imaging (PDI). It holds medical images and documents in the DICOM format, listed in the file DICOMDIR.',
    'Documents in the folder REPORTS can be opened with any computer. There is no program on this disc, and none starts by itself.',
    '',
    NOTE,
    ...(words.terms ?? []).flatMap(({ source, text }) => ['', `Terms of ${source}:`, ...text.split(/\r?\n/)]),
    'What is on this disc is confidential. If it is not meant for you, please tell whoever made it.',
  ];
  return Buffer.from(`${lines.map(ascii).join('\r\n')}\r\n`, 'latin1');
}

export function indexPage(words: DiscWords, documents: readonly { readonly title: string; readonly path: readonly string[] }[]): Buffer {
  const items = documents.map(({ title, path }) => `<li><a href="${path.map(encodeURIComponent).join('/')}">${escaped(title)}</a></li>`);
  const page = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Medical images</title></head>
<body><h1>Medical images</h1><p>Made by ${escaped(words.from)}.${words.contact ? ` Questions: ${escaped(words.contact)}.` : ''}</p>
<p>${NOTE}</p>${items.length > 0 ? `<h2>Documents</h2><ul>${items.join('')}</ul>` : ''}<p><a href="README.TXT">README.TXT</a></p></body></html>
`;
  return Buffer.from(page, 'utf8');
}

/** README.TXT is read by anything: letters lose their marks, the rest becomes a question mark. */
const ascii = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\x20-\x7e]/g, '?');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`);
