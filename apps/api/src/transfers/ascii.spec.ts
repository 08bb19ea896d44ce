import { describe, expect, it } from 'vitest';
import { asciiOf } from './ascii';

describe('plain letters', () => {
  it('keep what a name sounds like', () => {
    expect(asciiOf('Çağla Öztürk', '?')).toBe('Cagla Ozturk');
    expect(asciiOf('Bożena Łukasz^Weiß', '?')).toBe('Bozena Lukasz^Weiss');
    expect(asciiOf('Nguyễn^Thị Minh Khai', '?')).toBe('Nguyen^Thi Minh Khai');
  });

  it('give way to the other text where nothing is left', () => {
    expect(asciiOf('田中^陽翔', 'MRN 1')).toBe('MRN 1');
  });
});
