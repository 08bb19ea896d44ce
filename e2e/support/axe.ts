import fs from 'node:fs';
import { createRequire } from 'node:module';
import { type Page } from '@playwright/test';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** A dialog that fades away is on the page still, and half seen its words have no contrast. What moves without an end is not waited for, and nothing for long. */
const atRest = (page: Page): Promise<unknown> => page.waitForFunction(() => document.querySelector('.mdc-dialog--closing, .mdc-dialog--opening') === null
  && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity), undefined, { polling: 50, timeout: 5000 }).catch(() => undefined);

/** What axe finds on the page as it stands once it is at rest, each as one line; empty when it is clean. */
export async function axeFaults(page: Page): Promise<string[]> {
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target }) => ({ target })) }));
  });
  return (found as Violation[]).map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join('; ')})`);
}
