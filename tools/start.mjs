// `npm start`: install, build what changed, and run the product with its demonstration until interrupted.
import path from 'node:path';
import { build, install, root, run } from './boot.mjs';

install();
const failed = await build();
if (failed) {
  console.error('The build failed: see above. Nothing was started.');
  process.exit(failed);
}
// Only this command turns the demonstration on by itself; the supervisor on its own starts without it.
const env = { CAUSEWAY_DEMO: process.env.CAUSEWAY_DEMO ?? '1', CAUSEWAY_END_WITH_PARENT: '1' };
process.exit(await run([path.join(root, 'dist/tools/supervisor.js')], { env }));
