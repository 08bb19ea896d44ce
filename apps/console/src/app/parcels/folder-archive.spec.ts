import { describe, expect, it } from 'vitest';
import { chosenFolder } from './dropped-files';
import { folderArchive } from './folder-archive';

const text = (bytes: Uint8Array, from: number, to: number): string => new TextDecoder().decode(bytes.slice(from, to)).replace(/\0.*$/s, '');

function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.onerror = () => reject(reader.error ?? new Error('not read'));
    reader.readAsArrayBuffer(blob);
  });
}

describe('a folder as one upload', () => {
  it('holds each file behind a header with its name, length and a right checksum', async () => {
    const bytes = await bytesOf(folderArchive([{ path: 'DICOM/IM1', file: new Blob(['image']) }]));
    expect(bytes.length).toBe(512 + 512 + 1024);
    expect(text(bytes, 0, 100)).toBe('DICOM/IM1');
    expect(Number.parseInt(text(bytes, 124, 136), 8)).toBe(5);
    const stated = Number.parseInt(text(bytes, 148, 156), 8);
    const sum = bytes.slice(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
    expect(stated).toBe(sum);
    expect(text(bytes, 512, 517)).toBe('image');
  });

  it('is the same whatever the order in which the browser lists the files, so that it can go on after a reload', async () => {
    const files = ['b', 'a/2', 'a/1'].map((path) => ({ path, file: new Blob([path]) }));
    expect(await bytesOf(folderArchive(files))).toEqual(await bytesOf(folderArchive([...files].reverse())));
  });

  it('carries a name of any length', async () => {
    const path = `${'Ä very long folder '.repeat(8)}/IM1`;
    const bytes = await bytesOf(folderArchive([{ path, file: new Blob(['x']) }]));
    expect(text(bytes, 0, 100)).toBe('././@LongLink');
    expect(new TextDecoder().decode(bytes.slice(512, 512 + new TextEncoder().encode(path).length))).toBe(path);
  });
});

it('the name of the chosen folder itself is left away, so that a drive may have another letter the next time', () => {
  const file = new File(['x'], 'IM1');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'D_DRIVE/DICOM/IM1' });
  expect(chosenFolder([file])).toMatchObject({ form: 'folder', files: [{ path: 'DICOM/IM1' }] });
  expect(chosenFolder([])).toBeNull();
});
