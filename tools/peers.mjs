// The foreign software that peer tests and journeys run against, all from Debian's archive, and how to get it. The one list of it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * `file` shows that a package is there: a program name looked up in PATH and the system folders, or a full path (any of several). One that may be
 * `spared` is installed where the machine has it, and never missed.
 */
export const peers = [
  { package: 'orthanc', file: ['Orthanc'], use: 'a PACS that stores, finds and moves' },
  { package: 'orthanc-dicomweb', file: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'], use: 'the same PACS over DICOMweb' },
  { package: 'dcmtk', file: ['storescp'], use: 'DICOM programs of another family' },
  { package: 'dicom3tools', file: ['dciodvfy'], use: 'a validator of DICOM objects' },
  { package: 'xorriso', file: ['xorriso'], use: 'a reader and writer of ISO 9660 discs' },
  { package: 'genisoimage', file: ['genisoimage'], use: 'another writer of ISO 9660 discs' },
  { package: 'python3-pydicom', file: ['/usr/lib/python3/dist-packages/pydicom'], use: 'a DICOM reader of another family' },
  { package: 'chromium', file: ['chromium', 'chromium-browser', 'google-chrome'], use: 'the browser of the journeys' },
  // the same without windows is a fifth quicker; not every system has it, and nothing needs it
  { package: 'chromium-headless-shell', file: ['chromium-headless-shell'], use: 'the same browser, quicker', spared: true },
  { package: 'redis-server', file: ['redis-server', 'valkey-server'], use: 'the queue on Redis' },
];

const SYSTEM = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Full path of a program, or undefined. */
export function findProgram(name) {
  if (path.isAbsolute(name)) return fs.existsSync(name) ? name : undefined;
  const dirs = [...(process.env.PATH ?? '').split(path.delimiter), ...SYSTEM];
  return dirs.map((dir) => path.join(dir, name)).find((file) => fs.existsSync(file));
}

const absent = () => peers.filter(({ file }) => !file.some(findProgram));

export const missingPeers = () => absent().filter(({ spared }) => !spared);

const canInstall = () => process.getuid?.() === 0 && fs.existsSync('/etc/debian_version') && findProgram('apt-get');

/** Debian starts services it installs; this file, where there is none, keeps test software from opening ports on the machine. */
function withoutStartingServices(work) {
  const policy = '/usr/sbin/policy-rc.d';
  if (fs.existsSync(policy)) return work();
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    fs.rmSync(policy, { force: true });
  }
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** Installs what is missing where that is possible, and gives what is missing still. */
export function ensurePeers() {
  const missing = absent();
  if (missing.length === 0 || !canInstall()) return missingPeers();
  console.log(`Installing ${missing.map((peer) => peer.package).join(', ')} (apt-get) ...`);
  withoutStartingServices(() => {
    apt('-qq', 'update');
    // one package that the system does not know keeps all others out that are named with it
    for (const some of [missing.filter(({ spared }) => !spared), missing.filter(({ spared }) => spared)]) {
      if (some.length > 0) apt('-qq', 'install', '-y', '--no-install-recommends', ...some.map((peer) => peer.package));
    }
  });
  return missingPeers();
}

/** What a person has to do about missing peers. */
export function adviseOn(missing) {
  const lines = missing.map((peer) => `  ${peer.package.padEnd(18)} ${peer.use}`);
  return `Missing on this machine:\n${lines.join('\n')}\nInstall with: apt-get install --no-install-recommends ${missing.map((peer) => peer.package).join(' ')}`;
}
