import path from 'node:path';
import { defineConfig } from 'vite';

const entry = (name: string): string => path.join(import.meta.dirname, `src/${name}.ts`);

export default defineConfig({
  root: import.meta.dirname,
  resolve: { tsconfigPaths: true },
  build: {
    ssr: true,
    outDir: '../../dist/apps/api',
    emptyOutDir: true,
    target: 'node22',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: { main: entry('main'), worker: entry('worker'), receiver: entry('receiver'), cli: entry('cli'), render: entry('dicomweb/render/child/main') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
