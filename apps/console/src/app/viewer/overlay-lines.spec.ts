import { describe, expect, it } from 'vitest';
import { frameFacts } from './frame-facts';
import { overlayLines, type OverlayReading } from './overlay-lines';
import { presetName, presetsFor } from './window-presets';

const header: Readonly<Record<string, string>> = {
  '00100010': 'ADEYEMI^FOLASADE=阿德^福', '00100020': '00417733', '00100040': 'F', '00100030': '19610312', '00080080': 'ST MARYS REGIONAL', '00081030': 'CT HEAD WO',
  '00080020': '20261124', '00080030': '095133.12', '00200011': '301', '00200013': '115', '00180050': '5.000000', '00180060': '120', '00201041': '-12.500',
};
const reading = (more: Partial<OverlayReading> = {}): OverlayReading => ({
  facts: frameFacts((tag) => header[tag], { edges: null }), index: 14, count: 32, frame: null, transferSyntax: '1.2.840.10008.1.2.4.70', window: { width: 80, centre: 40 }, zoom: 1, namesHidden: false,
  title: null, ...more,
});

describe('what stands over a picture', () => {
  it('says whose it is as the picture’s own header says, every group of the name by itself', () => {
    expect(overlayLines(reading()).topLeft).toEqual(['ADEYEMI FOLASADE', '阿德 福', '00417733 · F · 19610312', 'ST MARYS REGIONAL']);
  });

  it('shows the numbers of the sender beside the place in the stack', () => {
    expect(overlayLines(reading()).topRight).toEqual(['CT HEAD WO', '2026-11-24 09:51', 'Se 301 · Im 115 (15 / 32)']);
    const plain = reading({ facts: frameFacts((tag) => ({ ...header, '00200013': '15' })[tag], { edges: null }) });
    expect(overlayLines(plain).topRight.at(-1)).toBe('Se 301 · Im 15 / 32');
    expect(overlayLines(reading({ frame: 4 })).topRight.at(-1)).toBe('Se 301 · Im 115.4 (15 / 32)');
  });

  it('shows window, technique and encoding, and where the slice is', () => {
    expect(overlayLines(reading()).bottomLeft).toEqual(['W 80 L 40', '5 mm · 120 kV', 'JPEG Lossless SV1']);
    expect(overlayLines(reading()).bottomRight).toEqual(['Zoom 1.0', 'Loc −12.5 mm']);
  });

  it('covers the person when names are hidden, and nothing else', () => {
    const hidden = overlayLines(reading({ namesHidden: true }));
    expect(hidden.topLeft).toEqual(['Name hidden']);
    expect(JSON.stringify(hidden)).not.toMatch(/ADEYEMI|00417733|19610312/);
    expect(hidden.topRight[0]).toBe('CT HEAD WO');
  });

  it('says nothing of a person before a picture stands there', () => {
    expect(overlayLines(reading({ facts: null, window: null, zoom: null }))).toEqual({ topLeft: [], topRight: ['Im 15 / 32'], bottomLeft: ['JPEG Lossless SV1'], bottomRight: [] });
  });

  it('takes the film’s speed from what the maker recommends, else from the time of a frame', () => {
    const rate = (more: Readonly<Record<string, string>>) => frameFacts((tag) => more[tag], { edges: null }).frameRate;
    expect([rate({ '00082144': '25' }), rate({ '00181063': '33.3' }), rate({ '00181063': '0' }), rate({})]).toEqual([25, 30, null, null]);
  });
});

describe('windows to choose from', () => {
  it('offers named windows only where grey values mean the same everywhere', () => {
    expect(presetsFor('CT').map((p) => p.name)).toContain('Brain');
    expect(presetsFor('MR').map((p) => p.name)).toEqual(['As sent']);
  });

  it('knows a preset by its numbers', () => {
    expect(presetName('CT', { width: 80.4, centre: 40 })).toBe('Brain');
    expect(presetName('CT', { width: 90, centre: 40 })).toBe('Own');
    expect(presetName('CT', null)).toBe('As sent');
  });
});
