import 'reflect-metadata';
import { runCommand } from './cli/commands';

process.exitCode = await runCommand(process.argv.slice(2));
