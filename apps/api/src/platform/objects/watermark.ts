import fs from 'node:fs';
import path from 'node:path';

const LOOK_MS = 1000;

/**
 * Watches how full the disk of the objects is. From `share` on nothing new is taken, so that the database, the audit and deletion, which may live
 * on the same disk, go on. It recovers by itself when there is room again.
 */
export class Watermark {
  private used = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly dir: string, private readonly share: number) {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  get full(): boolean {
    return this.used >= this.share;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    fs.statfs(this.nearest(), (error, disk) => {
      if (!error) this.used = 1 - disk.bavail / Math.max(1, disk.blocks);
    });
  }

  /** The folder may not be made yet: then the disk it will be on. */
  private nearest(): string {
    let dir = this.dir;
    while (!fs.existsSync(dir) && dir !== path.dirname(dir)) dir = path.dirname(dir);
    return dir;
  }
}
