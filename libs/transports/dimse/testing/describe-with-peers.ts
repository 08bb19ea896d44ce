import { describe, it } from 'vitest';
import { missingCommands } from './foreign-peers';

/** A suite that needs foreign software: left out with a reason where that is missing, or failing when CAUSEWAY_PEERS is `required`. */
export async function describeWithPeers(name: string, commands: readonly string[], suite: () => void): Promise<void> {
  const missing = await missingCommands(...commands);
  if (missing.length === 0) {
    describe(name, suite);
  } else if (process.env['CAUSEWAY_PEERS'] === 'required') {
    describe(name, () => {
      it('has the software it needs', () => {
        throw new Error(`Not installed: ${missing.join(', ')}. Install dcmtk and orthanc, or do not set CAUSEWAY_PEERS=required.`);
      });
    });
  } else {
    describe.skip(`${name} (not installed: ${missing.join(', ')})`, suite);
  }
}
