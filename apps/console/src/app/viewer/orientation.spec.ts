import { describe, expect, it } from 'vitest';
import { directionLetters, edgeLetters, edgesOfPlaneFilm } from './orientation';

describe('the letters at the edges', () => {
  it('shows an axial picture as from the feet: right of the person at the left, front on top', () => {
    expect(edgeLetters([1, 0, 0], [0, 1, 0])).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });

  it('tells a flipped picture from an upright one', () => {
    expect(edgeLetters([1, 0, 0], [0, 0, -1])).toMatchObject({ top: 'H', bottom: 'F' });
    expect(edgeLetters([1, 0, 0], [0, 0, 1])).toMatchObject({ top: 'F', bottom: 'H' });
  });

  it('names an oblique direction by its largest parts, largest first', () => {
    expect(directionLetters([0.6, 0.8, 0])).toBe('PL');
    expect(directionLetters([0.98, 0.17, 0.1])).toBe('L');
  });

  it('says nothing where the header says nothing', () => {
    expect(edgeLetters(null, [0, 1, 0])).toBeNull();
    expect(edgeLetters([0, 0, 0], [0, 1, 0])).toBeNull();
    expect(edgeLetters([Number.NaN, 0, 0], [0, 1, 0])).toBeNull();
    expect(edgesOfPlaneFilm(undefined)).toBeNull();
    expect(edgesOfPlaneFilm('banana\\F')).toBeNull();
  });

  it('reads the letters of a plane film', () => {
    expect(edgesOfPlaneFilm('L\\F')).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(edgesOfPlaneFilm('AR\\FL')).toMatchObject({ left: 'PL', top: 'HR' });
  });
});
