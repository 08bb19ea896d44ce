import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writePrivate } from '../postgres/secrets';

const WORDS = 'amber anchor aspen birch bridge canyon cedar copper coral cove delta ember falcon fern ferry garnet harbor hazel heron indigo island jasper juniper lantern laurel linden lotus maple marble meadow mesa orchid otter pebble pine quartz raven reef river saffron sage sierra slate spruce summit thistle tundra valley walnut willow'.split(' ');

/** The demonstration's password: the one set, else four words made once for this data folder, so that no two installations share one. */
export function demoPassword(dataDir: string, given: string | undefined): string {
  if (given) return given;
  const file = path.join(dataDir, 'demo-password');
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  const password = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)]).join('-');
  writePrivate(file, `${password}\n`);
  return password;
}
