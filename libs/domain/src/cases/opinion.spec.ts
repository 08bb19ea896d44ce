import { describe, expect, it } from 'vitest';
import { opinionStage } from './opinion';

const accepted = (state: Parameters<typeof opinionStage>[0]['case'], brought = false) => opinionStage({ state: 'accepted', case: state, brought });

describe('how far an opinion is', () => {
  it('is its own state until somebody accepted it', () => {
    for (const state of ['waiting', 'declined', 'withdrawn', 'expired'] as const) expect(opinionStage({ state, case: null, brought: false })).toBe(state);
  });

  it('follows the case: images, their check, the reader, the answer', () => {
    expect(accepted({ state: 'open', disposition: null })).toBe('images');
    expect(accepted({ state: 'open', disposition: null }, true)).toBe('checking');
    expect(accepted({ state: 'deciding', disposition: null }, true)).toBe('reading');
    expect(accepted({ state: 'decided', disposition: 'advised' }, true)).toBe('answered');
    expect(accepted({ state: 'closed', disposition: 'delivered' }, true)).toBe('answered');
  });

  it('ends without an answer where the case was cancelled or declined', () => {
    expect(accepted({ state: 'cancelled', disposition: null })).toBe('ended');
    expect(accepted({ state: 'closed', disposition: 'declined' }, true)).toBe('ended');
    expect(accepted(null)).toBe('ended');
  });
});
