// Bundles the programs of this folder to dist/tools. `build` makes those the product needs; CAUSEWAY_PROGRAM=bench/NAME makes one more.
import fs from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;
const product: Readonly<Record<string, string>> = { supervisor: 'supervisor/main.ts', causeway: 'causeway/main.ts', demo: 'demo/main.ts' };
const one = process.env['CAUSEWAY_PROGRAM'];
const programs = one ? { [one]: `${one}.ts` } : product;
const entries = Object.entries(programs).map(([name, file]) => [name, path.join(here, file)] as const);

export default defineConfig({
  root: here,
  resolve: { tsconfigPaths: true },
  build: {
    ssr: true,
    outDir: process.env['CAUSEWAY_OUT_DIR'] ?? (one ? '../dist/programs' : '../dist/tools'),
    emptyOutDir: !one,
    target: 'node22',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(entries.filter(([, file]) => fs.existsSync(file))),
      output: { entryFileNames: '[name].js', chunkFileNames: one ? `${one}-[name]-[hash].js` : 'chunks/[name]-[hash].js' },
    },
  },
});
