import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const api = path.resolve(import.meta.dirname, '../../..');

/** Bundles the rendering process as a build does, for specs; inside the workspace, where it finds its packages. */
export async function builtRenderingProgram(): Promise<{ readonly file: string; remove(): void }> {
  const parent = path.resolve(api, '../../dist');
  fs.mkdirSync(parent, { recursive: true });
  const dir = fs.mkdtempSync(path.join(parent, 'spec-render-'));
  await build({
    configFile: false, root: api, logLevel: 'warn', resolve: { tsconfigPaths: true },
    build: {
      ssr: true, outDir: dir, emptyOutDir: false, target: 'node22', minify: false,
      rolldownOptions: { input: { render: path.join(api, 'src/dicomweb/render/child/main.ts') }, output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  });
  return { file: path.join(dir, 'render.js'), remove: () => fs.rmSync(dir, { recursive: true, force: true }) };
}
