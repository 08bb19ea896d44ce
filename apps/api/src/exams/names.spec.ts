import { expect, it } from 'vitest';
import { nameView } from './names';

it.each([
  ['ADEYEMI^FOLASADE', 'ADEYEMI, FOLASADE', null],
  ['Tanaka^Haruto=田中^陽翔=たなか^はると', 'Tanaka, Haruto', { text: '田中 陽翔', lang: 'ja' }],
  ['الرحمن^ليلى', 'الرحمن, ليلى', null],
  ['Öztürk^Çağla^^Dr', 'Öztürk, Çağla', null],
  ['', 'Unknown', null],
])('%s reads as %s', (pn, text, native) => expect(nameView(pn)).toMatchObject({ text, native }));
