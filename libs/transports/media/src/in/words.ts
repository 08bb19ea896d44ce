/** The triage report for whoever sent the disc: what was found, taken, refused and why. No patient data: no names, labels or paths of theirs. */
import type { MediaFailure } from '../source/open-media';
import type { DiscReport } from './report';

const FAILURES: Readonly<Record<MediaFailure, string>> = {
  'udf-only': 'The disc is written in UDF only. Write it as ISO 9660 (DICOM PS3.12), or send the files in a ZIP archive.',
  'raw-sectors': 'This is a raw copy of a CD (BIN or IMG with 2,352 bytes a sector). Make an ISO image of it, or send the files in a ZIP archive.',
  'empty': 'The file is empty.',
  'zip-broken': 'The ZIP archive is damaged or was cut off. Make it again and send it again.',
  'rar': 'RAR archives are not opened. Send a ZIP archive or an ISO image.',
  'seven-zip': '7-Zip archives are not opened. Send a ZIP archive or an ISO image.',
  'gzip': 'gzip files are not opened. Send a ZIP archive or an ISO image.',
  'special-file': 'This is neither a file nor a folder.',
};
const NAMES: Readonly<Record<string, string>> = {
  'truncated': 'cut off', 'beyond-end': 'cut off: the disc or its copy is damaged', 'unreadable': 'could not be read', 'too-large': 'too large', 'bomb': 'unpacks to far more than it holds',
  'encrypted': 'protected by a password', 'not-readable': 'stored in a way that is not read', 'archive-broken': 'damaged in the archive', 'nested-too-deep': 'an archive inside an archive inside an archive',
  'identity-missing': 'no study, series or instance UID', 'identity-invalid': 'invalid UIDs', 'too-deep': 'nested too deep', 'pixel-short': 'fewer pixels than it says', 'end-missing': 'no image or document in it',
  'directory': 'a directory that cannot be read', 'document-too-large': 'a document too large to keep', 'meta-invalid': 'a broken file head', 'syntax-unknown': 'an unknown transfer syntax',
  'exam-of-others': 'part of an exam that came from elsewhere', 'undecodable': 'damaged', 'unsupported': 'no JPEG or PNG picture', 'too-slow': 'could not be read in time',
};
const NOTES: Readonly<Record<string, string>> = {
  'link': 'Links to other places were not followed.', 'encrypted': 'Files protected by a password were not read.', 'bomb': 'Part of the archive unpacks to far more than it holds and was not read.',
  'too-large': 'The medium holds more than is read at once.', 'too-many-entries': 'The medium has more files than are read at once.', 'archive-broken': 'The archive is damaged: files after the damage are missing.',
  'beyond-end': 'The image of the disc is cut off or was copied from a damaged disc.', 'folder-loop': 'A folder contains itself.', 'folder-broken': 'A folder of the disc is damaged.',
  'trees-differ': 'The two file lists of the disc are not the same; all files of both were read.', 'name-changed': 'Some file names pointed out of the medium; they were only names to us.',
  'nested-too-deep': 'Archives inside archives were opened once, not further.', 'udf-too': 'The disc has a UDF part as well; its ISO 9660 part was read.', 'not-readable': 'Some files are stored in a way that is not read.',
};

/** One sentence that says what to do when a medium could not be opened at all. */
export const failureWords = (reason: MediaFailure): string => FAILURES[reason];
export const reasonWords = (reason: string): string => NAMES[reason] ?? reason.replaceAll('-', ' ');

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** Lines of text, ready to be sent. */
export function senderReport(report: DiscReport): string[] {
  const { objects, directory } = report;
  const lines = [
    `${count(report.files, 'file')} on the medium, ${count(report.exams.length, 'exam')} found.`,
    `${count(objects.taken, 'image or document', 'images and documents')} taken${objects.already > 0 ? `, ${objects.already.toLocaleString('en-US')} were here already` : ''}.`,
  ];
  if (objects.conflicts > 0) lines.push(`${count(objects.conflicts, 'object')} came with a UID we hold with other content. Both are kept; please check how the copies were made.`);
  const reasons = new Map<string, number>();
  for (const { reason } of report.notTaken) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, n] of reasons) lines.push(`Not taken: ${count(n, 'file')}, ${reasonWords(reason)}.`);
  const hidden = objects.aside + objects.refused + objects.unread - report.notTaken.length;
  if (hidden > 0) lines.push(`Not taken: ${count(hidden, 'further file')}.`);
  if (directory) {
    if (directory.missingCount > 0) lines.push(`The DICOMDIR lists ${count(directory.missingCount, 'file')} that ${directory.missingCount === 1 ? 'is' : 'are'} not on the medium. Please send them.`);
    if (directory.unlistedCount > 0) lines.push(`${count(directory.unlistedCount, 'DICOM file')} on the medium ${directory.unlistedCount === 1 ? 'is' : 'are'} not in its DICOMDIR; taken all the same.`);
    if (directory.otherInstance > 0) lines.push(`${count(directory.otherInstance, 'file')} hold${directory.otherInstance === 1 ? 's' : ''} another instance than the DICOMDIR says.`);
    if (directory.findings.length > 0) lines.push('The DICOMDIR is damaged or does not follow the standard.');
  } else if (objects.taken + objects.already > 0 && report.kind !== 'file') lines.push('There is no DICOMDIR on the medium.');
  for (const finding of report.findings) if (NOTES[finding]) lines.push(NOTES[finding]);
  const ignored = report.ignored.reduce((sum, group) => sum + group.files, 0);
  if (ignored > 0) lines.push(`${count(ignored, 'other file')} (viewers, web pages and the like) left aside; programs are never run.`);
  return lines;
}
