/**
 * What reading the corpus must come to for every file that is not ok. Each was judged by hand beside dcmdump 3.6.7 and pydicom 3.0; the note
 * says why the verdict is right. A file that is not listed must be ok.
 */
import type { Reason } from '../structure/verdict';

export interface Judged {
  readonly name: RegExp;
  readonly reason: Reason;
  readonly because: string;
}

const NO_STUDY = 'a codec or parser sample without Study or SOP Instance UID: it cannot be filed';
const NO_PIXELS = 'an image class whose pixel data was taken out: both other readers read it, nobody could show it';

const judged = (name: RegExp, reason: Reason, because: string): Judged => ({ name, reason, because });

export const JUDGED: readonly Judged[] = [
  judged(/^derived\/malformed\/ct-cut-0\.dcm$/, 'empty', 'no bytes'),
  judged(/^derived\/malformed\/ct-cut-(100|131)\.dcm$/, 'not-dicom', 'shorter than preamble and prefix'),
  judged(/^derived\/malformed\/ct-cut-/, 'truncated', 'cut in the meta group or the data set'),
  judged(/^derived\/malformed\/ct-pixeldata-len-2gb\.dcm$/, 'truncated', 'the pixel data it announces is not there'),
  judged(/^derived\/malformed\/sq-depth-20000\.dcm$/, 'too-deep', 'ends the processes of both other readers'),
  judged(/^derived\/malformed\/(jpeg-named|text)\.dcm$/, 'not-dicom', 'another kind of file under a DICOM name'),
  judged(/^derived\/media\/cd-public\.(iso|zip)$/, 'not-dicom', 'an archive'),
  judged(/\/DICOMDIR/, 'directory', 'a media directory is not an instance'),
  judged(/^dicomdir\/pydicom\/TINY_ALPHA\/README$/, 'not-dicom', 'text'),
  judged(/^dicomdir\/pydicom\/TINY_ALPHA\/PT/, 'end-missing', NO_PIXELS),
  judged(/^dicom\/charsets\/chr(Korean|Jap)Multi/, 'end-missing', NO_PIXELS),
  judged(/^dicom\/dcmjs\/no-meta-length-test\.dcm$/, 'end-missing', NO_PIXELS),
  judged(/^dicom\/fo-dicom\/GH(178|179A)\.dcm$/, 'end-missing', NO_PIXELS),
  judged(
    /^dicom\/dcm4che\/Tag-0040-A170-VR-CS\.dcm$/,
    'end-missing',
    'a report draft of 1999 without Content Sequence; dcmdump cannot read it at all',
  ),
  judged(/^dicom\/charsets\/chrSQEncoding1\.dcm$/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/dcm4che\/no_preamble_dicm_in_data$/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/fo-dicom\/GH(220|223)\.dcm$/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/fo-dicom\/GH340\.dcm$/, 'identity-missing', 'ACR-NEMA of 1997, before there were UIDs'),
  judged(/^dicom\/pydicom\/(JPEGLSNearLossless_(08|16)|SC_rgb_jls_lossy_sample)\.dcm$/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/pydicom\/(UN_sequence|empty_charset_LEI|priv_SQ)\.dcm$/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/pydicom-data\/(JLS[LN]_|HTJ2K)/, 'identity-missing', NO_STUDY),
  judged(/^dicom\/pydicom-data\/bad_sequence\.dcm$/, 'identity-invalid', 'its UIDs are hexadecimal hashes'),
  judged(/^dicom\/pydicom-data\/emri_small_jpeg_2k_lossless_too_short\.dcm$/, 'truncated', 'dcmdump ends with an error at the same place'),
  judged(/^dicom\/pydicom\/rtplan_truncated\.dcm$/, 'truncated', 'dcmdump ends with an error at the same place'),
  judged(/^dicom\/fo-dicom\/GH364\.dcm$/, 'delimiter-unexpected', 'an item without a sequence; both other readers stop there'),
  judged(/^dicom\/fo-dicom\/GH179B\.dcm$/, 'tag-order', 'one element twice, once without its length; dcmdump ends with an error'),
  judged(/^dicom\/fo-dicom\/GH626\.dcm$/, 'tag-not-allowed', 'explicit elements in an implicit data set; dcmdump ends with an error'),
  judged(/^dicom\/fo-dicom\/GH1146\.dcm$/, 'pixel-short', 'fewer pixels than rows and columns'),
  judged(/^dicom\/pydicom\/nested_priv_SQ\.dcm$/, 'tag-not-allowed', 'elements of group 0001, which no data set may have (PS3.5 7.8.1)'),
  judged(/^dicom\/pydicom\/meta_missing_tsyntax\.dcm$/, 'syntax-unknown', 'no transfer syntax, and a first element that does not tell it'),
  judged(/^dicom\/pydicom\/SC_rgb_jpeg\.dcm$/, 'vr-unknown', 'implicit elements under a JPEG syntax; dcmdump ends with an error'),
  judged(/^dicom\/pydicom\/no_meta\.dcm$/, 'not-dicom', 'one stray byte before the data set; both other readers find nothing'),
  judged(/^dicom\/(highdicom\/frame_rgb_empty\.jpeg|pydicom\/(zipMR\.gz|rtstruct\.dump))$/, 'not-dicom', 'another kind of file'),
];
