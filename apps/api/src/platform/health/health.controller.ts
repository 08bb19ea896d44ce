import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Acts } from '../acts/acts';
import { latestMigration } from '../database/migrations';
import { Open } from '../http/ability';

/** /health/live: the process runs. /health/ready: it can serve, that is, the database answers and is at this build's version. */
@Controller('health')
export class HealthController {
  constructor(private readonly acts: Acts) {}

  @Get('live')
  @Open()
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  @Open()
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ ready: boolean; database: string }> {
    try {
      const [current] = await this.acts.read('select 1 as one from migration where name = $1', [latestMigration]);
      if (current) return { ready: true, database: 'answers' };
      response.status(503);
      return { ready: false, database: 'is of another version' };
    } catch {
      response.status(503);
      return { ready: false, database: 'does not answer' };
    }
  }
}
