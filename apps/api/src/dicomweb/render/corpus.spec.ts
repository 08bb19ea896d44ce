import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { locateFrames, readHeader } from '@causeway/dicom';
import { corpusFile, corpusFiles, corpusIsHere } from '../testing/corpus';
import { render } from './child/render';
import { TooLarge, Undecodable, Unsupported } from './child/samples';
import { pixelsOf, viewOf } from './view-of';

interface Shown {
  readonly data: Buffer;
  readonly size: string;
}

/** The first frame as the rendering process shows it; null where there is no image to show. */
async function shown(file: Buffer): Promise<Shown | null> {
  const [header, located] = [await readHeader([file]), await locateFrames([file])];
  if (header.kind === 'failure' || located.kind !== 'frames') return null;
  const { dataSet, transferSyntaxUid } = header.header;
  const pixels = pixelsOf(dataSet, transferSyntaxUid, !dataSet.has('BitsStored'));
  if (!pixels) return null;
  const frame = Buffer.concat((located.index.ranges(1) ?? []).map((range) => file.subarray(range.offset, range.offset + range.length)));
  const image = await render({ pixels, view: viewOf(dataSet, 1, null), output: { format: 'png', quality: 90, fit: null, region: null } }, frame);
  const { data, info } = await sharp(image).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, size: `${info.width}x${info.height}` };
}

function difference(a: Shown, b: Shown): number {
  expect(a.size).toBe(b.size);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;
}

const pydicom = (...names: string[]): string[] => names.map((name) => `pydicom/${name}.dcm`);
const data = (...names: string[]): string[] => names.map((name) => `pydicom-data/${name}.dcm`);
const multi = (...names: string[]): string[] => names.map((name) => `dicomParser/encapsulated/multi-frame/CT0012.${name}.dcm`);

/** The same image in several codings; what was lost in them, in mean grey levels. */
const SAME: readonly (readonly [what: string, most: number, files: readonly string[]])[] = [
  ['a signed MR: implicit, explicit, big endian, RLE, JPEG 2000, JPEG-LS', 0, pydicom('MR_small', 'MR_small_implicit', 'MR_small_bigendian', 'MR_small_expb', 'MR_small_RLE', 'MR_small_jp2klossless', 'MR_small_jpeg_ls_lossless')],
  ['a multi-frame MR', 0, data('emri_small', 'emri_small_big_endian', 'emri_small_RLE', 'emri_small_jpeg_ls_lossless')],
  ['a CT: JPEG lossless, JPEG-LS, RLE, with and without offset tables', 0, multi('fragmented_no_bot_jpeg_lossless.57', 'not_fragmented_bot_jpeg_ls.80', 'not_fragmented_no_bot_jpeg_ls.80', 'not_fragmented_no_bot_rle')],
  ['a CT: JPEG-LS with and without loss', 1.5, multi('not_fragmented_bot_jpeg_ls.80', 'fragmented_no_bot_jpeg_ls.81')],
  ['bits: plain, big endian, JPEG 2000', 0, data('liver', 'liver_expb', 'liver_j2k')],
  ['bits that end inside bytes: RLE, JPEG 2000, deflated', 0, data('liver_nonbyte_aligned_rle', 'liver_nonbyte_aligned_j2k', 'liver_nonbyte_aligned_deflate')],
  ['RGB: plain, big endian, RLE, of 16 and 32 bits', 1, [...data('SC_rgb', 'SC_rgb_expb', 'SC_rgb_expb_2frame', 'SC_rgb_16bit_2frame', 'SC_rgb_expb_32bit', 'SC_rgb_gdcm2k_uncompressed'), ...pydicom('SC_rgb_rle', 'SC_rgb_rle_2frame', 'SC_rgb_rle_16bit', 'SC_rgb_rle_32bit')]],
  ['RGB: YBR_FULL, and JPEG of every subsampling', 6, [...data('SC_rgb', 'SC_ybr_full_uncompressed'), ...pydicom('SC_rgb_dcmtk_+eb+cr', 'SC_rgb_dcmtk_+eb+cy+n2', 'SC_rgb_dcmtk_+eb+cy+np', 'SC_rgb_dcmtk_+eb+cy+s2', 'SC_rgb_jpeg_lossy_gdcm', 'SC_rgb_jls_lossy_sample')]],
  ['colours in JPEG-LS by plane and by line', 0, data('JLSL_RGB_ILV0', 'JLSL_RGB_ILV1')],
  ['HTJ2K with and without loss', 3, data('HTJ2KLossless_08_RGB', 'HTJ2K_08_RGB')],
  ['a palette: RLE and JPEG-LS', 0, ['dcm4che/US-PAL-8-10x-echo', 'dcm4che/jpeg-ls-Palette.dcm']],
  ['an ultrasound: JPEG baseline and lossless', 3, ['fo-dicom/GH538-jpeg1.dcm', 'fo-dicom/GH538-jpeg14sv1.dcm']],
];

describe.runIf(corpusIsHere)('images others encoded', () => {
  it.each(SAME)('%s look the same', async (_what, most, files) => {
    const first = (await shown(corpusFile(files[0]!)))!;
    for (const file of files) expect(difference(first, (await shown(corpusFile(file)))!), file).toBeLessThanOrEqual(most);
  });

  it('are shown, or refused for a reason, and nothing else: every file there is', async () => {
    const outcomes = { shown: 0, none: 0, refused: [] as string[] };
    for (const name of corpusFiles().filter((one) => !/\.(json|md|txt|xml|gz|zip|dump|jpeg)$/.test(one))) {
      try {
        outcomes[(await shown(corpusFile(name))) ? 'shown' : 'none'] += 1;
      } catch (error) {
        if (!(error instanceof Undecodable || error instanceof Unsupported || error instanceof TooLarge)) throw new Error(name, { cause: error });
        outcomes.refused.push(name);
      }
    }
    expect(outcomes.shown).toBeGreaterThanOrEqual(137);
    // an image of packed twelve bits, one of no bytes, one whose codestream was cut for a test
    expect(outcomes.refused).toEqual(['fo-dicom/GH340.dcm', 'fo-dicom/genFile.dcm', 'pydicom/JPEG2000-embedded-sequence-delimiter.dcm']);
  }, 120_000);

  it('are shown with their colours: what JPEG does not tell, the data set does', async () => {
    const { data: pixels } = (await shown(corpusFile('pydicom/SC_jpeg_no_color_transform.dcm')))!;
    const mean = [0, 1, 2].map((c) => pixels.filter((_, i) => i % 3 === c).reduce((sum, value) => sum + value, 0) / (pixels.length / 3));
    expect(Math.max(...mean) - Math.min(...mean)).toBeLessThan(5);
  });
});
