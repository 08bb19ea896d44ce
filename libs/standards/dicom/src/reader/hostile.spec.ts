import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickest } from '@causeway/tools/cost';
import {
  BAD_UIDS,
  deflateBomb,
  lyingLengths,
  makeObject,
  manyElements,
  mutantOf,
  nestedObject,
  patientIdTwice,
  polyglot,
  PREAMBLES,
  readInPieces,
  TEXT_ATTACKS,
  truncations,
  withSopInstanceUid,
} from '../../testing';
import { objectLimits } from '../limits';
import { DEFLATED_LE, EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';

const RLE = '1.2.840.10008.1.2.5';

describe('nested sequences', () => {
  it.each(['undefined', 'defined'] as const)('with %s lengths are read to the limit and refused beyond it', async (lengths) => {
    for (const depth of [1, 63, 64]) expect((await readInPieces(nestedObject(depth, lengths).file)).verdict).toEqual({ kind: 'ok' });
    for (const depth of [65, 1000, 20_000, 200_000]) {
      const result = await readInPieces(nestedObject(depth, lengths).file);
      expect(result.verdict).toMatchObject({ kind: 'refuse', reason: 'too-deep' });
    }
  });

  it('follow the limit that is set', async () => {
    const { file } = nestedObject(4);
    expect((await readInPieces(file, 100, { limits: objectLimits({ depth: 4 }) })).verdict).toEqual({ kind: 'ok' });
    expect((await readInPieces(file, 100, { limits: objectLimits({ depth: 3 }) })).verdict).toMatchObject({ reason: 'too-deep' });
  });
});

it('stops a deflate bomb at the ratio, long before it is out', async () => {
  const bomb = await deflateBomb(256 * 2 ** 20);
  const before = process.memoryUsage().rss;
  const result = await readInPieces(bomb.file, 16_384);
  expect(result.verdict).toMatchObject({ kind: 'refuse', reason: 'deflate-bomb' });
  expect(result.bytes).toBeLessThan(64 * 2 ** 20);
  expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
});

it('lets a deflated object through up to the limits', async () => {
  const honest = await deflateBomb(2 ** 20);
  expect((await readInPieces(honest.file)).verdict).toEqual({ kind: 'ok' });
  const limits = objectLimits({ inflatedBytes: 2 ** 19 });
  expect((await readInPieces(honest.file, 65_536, { limits })).verdict).toMatchObject({ reason: 'deflate-bomb' });
});

it.each(lyingLengths().map(({ name, object }) => [name, object] as const))('does not accept %s', async (_name, object) => {
  expect((await readInPieces(object.file)).verdict.kind).toBe('quarantine');
});

it('accepts no cut of a file, at any length', async () => {
  const { file } = makeObject({ edge: 16 });
  const accepted: number[] = [];
  for (const cut of truncations(file, 3)) if ((await readInPieces(cut)).verdict.kind === 'ok') accepted.push(cut.length);
  expect(accepted).toEqual([]);
});

it.each([IMPLICIT_LE, EXPLICIT_BE, RLE, DEFLATED_LE])('accepts no cut of a file in %s', async (transferSyntaxUid) => {
  const { file } = makeObject({ edge: 16, transferSyntaxUid, undefinedLengths: true });
  const whole = await readInPieces(file);
  const accepted: number[] = [];
  for (const cut of truncations(file, 7)) {
    const result = await readInPieces(cut);
    if (result.verdict.kind === 'ok') accepted.push(file.length - cut.length);
    if (result.verdict.kind === 'ok') expect(result.bytes).toBe(whole.bytes);
  }
  // The last bytes of a deflated file may be padding behind a data set that is whole.
  expect(accepted.filter((missing) => transferSyntaxUid !== DEFLATED_LE || missing > 2)).toEqual([]);
});

it('tells a preamble that is more than a preamble', async () => {
  for (const preamble of Object.values(PREAMBLES)) {
    const result = await readInPieces(polyglot(preamble));
    expect(result).toMatchObject({ verdict: { kind: 'ok' }, findings: ['preamble-not-zero'] });
  }
});

it.each(BAD_UIDS)('quarantines the UID %j', async (uid) => {
  expect((await readInPieces(withSopInstanceUid(uid).file)).verdict.kind).toBe('quarantine');
});

it('reads a UID with a leading zero in a component, and says so', async () => {
  expect(await readInPieces(withSopInstanceUid('1.2.03').file)).toMatchObject({ verdict: { kind: 'ok' }, findings: ['uid-form'] });
});

it('does not take an object that gives one patient id twice', async () => {
  expect((await readInPieces(patientIdTwice().file)).verdict).toMatchObject({ kind: 'quarantine', reason: 'tag-order' });
});

it('hands text attacks on as the text they are', async () => {
  for (const attack of TEXT_ATTACKS) {
    const { file } = makeObject({ edge: 16, attributes: { SpecificCharacterSet: 'ISO_IR 192' } });
    const description = Buffer.from(attack, 'utf8').toString('latin1');
    const made = makeObject({ edge: 16, elements: [{ tag: 0x00081030, vr: 'LO', bytes: Buffer.from(attack, 'utf8') }] });
    expect(file.length).toBeGreaterThan(0);
    expect((await readInPieces(made.file)).values.studyDescription).toBe(description.trimEnd());
  }
});

it('ends a data set of nothing but elements at the limit', async () => {
  const limits = objectLimits({ elements: 100_000 });
  const result = await readInPieces(manyElements(100_001), 65_536, { limits, transferSyntaxUid: EXPLICIT_LE });
  expect(result.verdict).toMatchObject({ kind: 'refuse', reason: 'too-many-elements' });
});

it('answers every mutant without throwing, the same for any size of piece', async () => {
  const source = (transferSyntaxUid: string): Buffer => makeObject({ edge: 16, transferSyntaxUid, undefinedLengths: true }).file;
  const sources = [EXPLICIT_LE, IMPLICIT_LE, EXPLICIT_BE, RLE].map(source);
  for (let seed = 1; seed <= 2000; seed++) {
    const { bytes } = mutantOf(sources[seed % sources.length]!, seed);
    let whole: unknown;
    const read = async () => (whole = await readInPieces(bytes, bytes.length));
    expect(await quickest(read, 1000)).toBeLessThan(1000);
    if (seed % 10 === 0) expect(await readInPieces(bytes, 1 + (seed % 50))).toEqual(whole);
  }
});

it('never throws on bytes nobody wrote', async () => {
  const syntaxes = fc.constantFrom(undefined, EXPLICIT_LE, IMPLICIT_LE, EXPLICIT_BE, RLE, DEFLATED_LE);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), syntaxes, async (bytes, transferSyntaxUid) => {
      const options = transferSyntaxUid === undefined ? {} : { transferSyntaxUid };
      expect((await readInPieces(Buffer.from(bytes), 100, options)).verdict.kind).toBe('quarantine');
    }),
  );
});
