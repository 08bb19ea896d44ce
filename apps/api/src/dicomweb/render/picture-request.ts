/** What a client asks of a picture (PS3.18 8.3.5, 10.4.1.1.3). */
import { Refusal } from '../../platform/acts/refusal';
import { givable, type MediaRange } from '../http/accept';
import type { ImageFormat, OutputRecipe, Region, ValueWindow, WindowFunction } from './recipe';

type Query = Readonly<Record<string, unknown>>;

export interface PictureRequest {
  readonly window: ValueWindow | null;
  readonly output: OutputRecipe;
}

const FORMATS: Readonly<Record<string, ImageFormat>> = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/gif': 'gif' };
export const MEDIA_TYPES: Readonly<Record<ImageFormat, string>> = { jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif' };
const FUNCTIONS: readonly WindowFunction[] = ['linear', 'linear-exact', 'sigmoid'];
const QUALITY = 90;
const WIDEST = 8192;
const THUMBNAIL = 256;

const bad = (what: string, how: string): Refusal => new Refusal(400, what, how);

function numbers(text: string, what: string, how: string): number[] {
  const values = text.split(',').map((part) => (/^-?\d{1,9}(\.\d{1,9})?$/.test(part.trim()) ? Number(part) : NaN));
  if (values.some(Number.isNaN)) throw bad(what, how);
  return values;
}

function one(query: Query, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string' || value.length > 200) throw bad(name, `The parameter ${name} may be given once.`);
  return value;
}

function windowOf(query: Query): ValueWindow | null {
  const text = one(query, 'window');
  if (text === null) return null;
  const how = 'A window is center,width,function: two numbers, the width positive, and linear, linear-exact or sigmoid.';
  const [center = '', width = '', name = 'linear', ...rest] = text.split(',').map((part) => part.trim());
  const [c, w] = numbers(`${center},${width}`, 'window', how);
  const shape = FUNCTIONS.find((known) => known === name.toLowerCase());
  if (c === undefined || w === undefined || w <= 0 || !shape || rest.length > 0) throw bad('window', how);
  return { center: c, width: w, function: shape };
}

function viewportOf(query: Query): Pick<OutputRecipe, 'fit' | 'region'> {
  const text = one(query, 'viewport');
  if (text === null) return { fit: null, region: null };
  const how = `A viewport is width,height, ${WIDEST} at most, or width,height,left,top,width,height with the part of the image it shows.`;
  const values = numbers(text, 'viewport', how);
  const [width = 0, height = 0, left, top, across, down] = values;
  if (![2, 6].includes(values.length) || !values.every(Number.isInteger) || width < 1 || height < 1 || width > WIDEST || height > WIDEST) throw bad('viewport', how);
  if (values.length === 2) return { fit: { width, height }, region: null };
  const region = { left, top, width: across, height: down } as Region;
  if (region.left < 0 || region.top < 0 || region.width < 1 || region.height < 1) throw bad('viewport', how);
  return { fit: { width, height }, region };
}

function qualityOf(query: Query): number {
  const text = one(query, 'quality');
  if (text === null) return QUALITY;
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 100) throw bad('quality', 'Quality is a whole number from 1 to 100.');
  return Number(text);
}

/** Throws a 400 for values that make no sense and a 406 for media types we do not make. Annotations are never burned in. */
export function pictureRequest(query: Query, accept: readonly MediaRange[], thumbnail: boolean): PictureRequest {
  const as = givable(accept, { types: Object.keys(FORMATS), forms: ['single'] })[0]?.as ?? (accept.some((range) => range.type === '*/*') ? 'image/jpeg' : null);
  if (as === null) throw new Refusal(406, 'not-in-this-form', 'Pictures are given as image/jpeg, image/png or image/gif.');
  const { fit, region } = viewportOf(query);
  const output = { format: FORMATS[as]!, quality: qualityOf(query), fit: fit ?? (thumbnail ? { width: THUMBNAIL, height: THUMBNAIL } : null), region };
  return { window: windowOf(query), output };
}
