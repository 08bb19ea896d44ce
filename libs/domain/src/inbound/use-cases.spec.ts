import { describe, expect, it } from 'vitest';
import { useCaseOf, useCases } from './use-cases';

describe('the use cases of the mission', () => {
  it('are 27, numbered without a gap', () => {
    expect(useCases.map((u) => u.id)).toEqual(Array.from({ length: 27 }, (_, i) => `U${i + 1}`));
  });

  it('tell apart who needs what, and how soon', () => {
    expect(useCaseOf('U1')).toMatchObject({ urgency: 'high', images: { radiology: 'no', photograph: 'yes', video: 'maybe' } });
    expect(useCaseOf('U13')).toMatchObject({ urgency: 'low', images: { other: 'all' } });
    expect(useCaseOf('U12')?.images.radiology).toBe('configurable');
    expect(useCaseOf('U28')).toBeNull();
  });
});
