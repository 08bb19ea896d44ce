#!/usr/bin/env node
// `npm run causeway -- COMMAND`: the operator's command line, run against the data folder this workspace uses.
import fs from 'node:fs';
import path from 'node:path';
import { build, install, root, run } from './boot.mjs';

install();
const program = path.join(root, 'dist/tools/causeway.js');
if (!fs.existsSync(program) || !fs.existsSync(path.join(root, 'dist/apps/api/cli.js'))) {
  const failed = await build({ projects: ['api', 'tools'] });
  if (failed) process.exit(failed);
}
process.exit(await run([program, ...process.argv.slice(2)]));
