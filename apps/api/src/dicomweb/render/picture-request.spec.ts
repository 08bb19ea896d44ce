import { describe, expect, it } from 'vitest';
import { parseAccept } from '../http/accept';
import { pictureRequest } from './picture-request';

const ask = (query: Record<string, unknown>, accept?: string, thumbnail = false) => pictureRequest(query, parseAccept(accept), thumbnail);

describe('a picture', () => {
  it('is a JPEG of the whole image, if nothing else is asked', () => {
    expect(ask({})).toEqual({ window: null, output: { format: 'jpeg', quality: 90, fit: null, region: null } });
    expect(ask({}, 'text/html,image/avif,image/png;q=0.5,*/*;q=0.1').output.format).toBe('png');
    expect(ask({}, 'image/*').output.format).toBe('jpeg');
    expect(ask({}, undefined, true).output.fit).toEqual({ width: 256, height: 256 });
    expect(() => ask({}, 'image/webp')).toThrow(/image\/jpeg, image\/png or image\/gif/);
  });

  it('has a window, a viewport and a quality as the standard writes them', () => {
    expect(ask({ window: '40,80,linear' }).window).toEqual({ center: 40, width: 80, function: 'linear' });
    expect(ask({ window: ' -600.5 , 1500 , SIGMOID' }).window).toEqual({ center: -600.5, width: 1500, function: 'sigmoid' });
    expect(ask({ window: '40,80' }).window?.function).toBe('linear');
    expect(ask({ viewport: '512,256', quality: '5' }).output).toMatchObject({ fit: { width: 512, height: 256 }, quality: 5 });
    expect(ask({ viewport: '64,64,10,20,30,40' }, undefined, true).output).toMatchObject({ fit: { width: 64, height: 64 }, region: { left: 10, top: 20, width: 30, height: 40 } });
  });

  it.each([
    { window: '40' }, { window: '40,0' }, { window: '40,-1' }, { window: 'a,b,linear' }, { window: '1e9,1e9' }, { window: '40,80,curved' }, { window: '40,80,linear,9' }, { window: ['40,80', '1,2'] }, { window: 'NaN,1' }, { window: 'Infinity,1' },
    { viewport: '0,10' }, { viewport: '10' }, { viewport: '9000,10' }, { viewport: '1,2,3' }, { viewport: '1.5,2' }, { viewport: '10,10,-1,0,5,5' }, { viewport: '10,10,0,0,0,5' }, { viewport: '1,'.repeat(500) },
    { quality: '0' }, { quality: '101' }, { quality: 'high' }, { quality: '1e1' },
  ])('with %j is refused', (query) => {
    expect(() => ask(query)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
