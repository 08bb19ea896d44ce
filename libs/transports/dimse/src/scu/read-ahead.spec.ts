import { expect, it } from 'vitest';
import { readAhead } from './read-ahead';

const chunk = (size: number): Uint8Array => Buffer.alloc(size, size);

it('reads before it is asked, up to its bound, and gives everything in order', async () => {
  const given: number[] = [];
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let i = 1; i <= 6; i++) {
      given.push(i);
      yield chunk(i);
    }
  }
  const ahead = readAhead(source(), 5);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(given).toEqual([1, 2, 3]);
  const sizes: number[] = [];
  for await (const piece of ahead) {
    sizes.push(piece.length);
  }
  expect(sizes).toEqual([1, 2, 3, 4, 5, 6]);
});

it('throws what the source threw when the consumer gets there', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield chunk(1);
    throw new Error('bad disk');
  }
  const ahead = readAhead(source());
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await ahead.next()).value).toHaveLength(1);
  await expect(ahead.next()).rejects.toThrow('bad disk');
});

it('lets the source clean up when it is not wanted after all', async () => {
  let cleaned = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield chunk(10);
      yield chunk(10);
    } finally {
      cleaned = true;
    }
  }
  await readAhead(source(), 5).return!();
  expect(cleaned).toBe(true);
});

it('takes plain lists of chunks too', async () => {
  const ahead = readAhead([chunk(1), chunk(2)]);
  expect((await ahead.next()).value).toHaveLength(1);
  expect((await ahead.next()).value).toHaveLength(2);
  expect((await ahead.next()).done).toBe(true);
});
