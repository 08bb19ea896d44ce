// Runs the product's own command line: the demonstration has no way into the database but the one an operator has.
import { spawn } from 'node:child_process';

/** Runs `causeway ARGS` with a document on its standard input. Resolves with what it says; throws with its reason. */
export function runCommand(cli: string, args: readonly string[], input: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const said: string[] = [];
    const wrong: string[] = [];
    child.stdout.on('data', (bytes: Buffer) => said.push(bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => wrong.push(bytes.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(said.join('').trim()) : reject(new Error(`causeway ${args.join(' ')}: ${wrong.join('').trim() || `code ${code}`}`))));
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(input));
  });
}
