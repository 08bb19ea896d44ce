import { describe, expect, it } from 'vitest';
import { AtOnce } from './at-once';

const held = (at: AtOnce, who: string): { readonly done: Promise<void>; readonly release: () => void } => {
  let release = (): void => undefined;
  const done = at.run(who, () => new Promise<void>((resolve) => { release = resolve; }));
  return { done, release };
};
const nothing = (): Promise<void> => Promise.resolve();

describe('what is under way at once', () => {
  const make = (): AtOnce => new AtOnce({ all: 3, each: 2 }, (whose) => new Error(whose));

  it('has a bound for one, and others go on beside it', async () => {
    const at = make();
    const mine = [held(at, 'a'), held(at, 'a')];
    await expect(at.run('a', nothing)).rejects.toThrow('each');
    await expect(at.run('b', nothing)).resolves.toBeUndefined();
    mine[0]!.release();
    await mine[0]!.done;
    await expect(at.run('a', nothing)).resolves.toBeUndefined();
  });
  it('has a bound for everybody', async () => {
    const at = make();
    for (const who of ['a', 'b', 'c']) held(at, who);
    await expect(at.run('d', nothing)).rejects.toThrow('all');
  });
  it('gives its place back when it fails', async () => {
    const at = make();
    for (let i = 0; i < 5; i++) await expect(at.run('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  });
});
