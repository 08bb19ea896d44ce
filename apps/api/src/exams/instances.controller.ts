import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { InstanceView, TagRow } from '@causeway/contracts';
import type { Response } from 'express';
import { Frames } from '../dicomweb/retrieve/frames';
import { Instances } from '../dicomweb/retrieve/instances';
import { Viewed } from '../dicomweb/viewed';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { Needs } from '../platform/http/ability';
import { IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Objects } from '../platform/objects/objects';
import { SETTINGS, type Settings } from '../platform/settings/settings';
import { localIdentity } from '../transfers/local-identity';
import { instancesOf } from './instances.read';
import { tagsOf } from './tags.read';

const UID = /^[0-9.]{1,64}$/;
const LONGEST_SEARCH = 100;

function uidOf(text: string): string {
  if (!UID.test(text)) throw new Refusal(400, 'uid', 'An identifier is not a DICOM UID: digits and dots, 64 at most.');
  return text;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, LONGEST_SEARCH) : '');

/** What the viewer lists of an exam: its instances, and the elements of one of them. */
@Controller('api/v1/exams/:examId/instances')
@Needs('exam.view')
export class ExamInstancesController {
  constructor(
    @Inject(Acts) private readonly acts: Acts,
    @Inject(Instances) private readonly instances: Instances,
    @Inject(Frames) private readonly frames: Frames,
    @Inject(Objects) private readonly store: Objects,
    @Inject(Viewed) private readonly viewed: Viewed,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async list(@Param('examId', new IdPipe()) examId: string, @Query('series') series: unknown, @CallerOf() caller: Caller): Promise<InstanceView[]> {
    await this.instances.mayOpen(examId, caller);
    return instancesOf(this.acts, examId, textOf(series) === '' ? null : uidOf(textOf(series)));
  }

  @Get(':sopUid/tags')
  async tags(@Param('examId', new IdPipe()) examId: string, @Param('sopUid') sopUid: string, @Query('q') q: unknown, @CallerOf() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<readonly TagRow[]> {
    const one = await this.instances.ofExam(examId, uidOf(sopUid), caller);
    await this.viewed.note(caller, [examId], 'tags');
    const request = await localIdentity(this.acts, examId, new Date(), this.settings.AE_TITLE);
    const { rows, more } = await tagsOf(this.store, this.frames, one, request, textOf(q));
    if (more) response.setHeader('Warning', '299 causeway "There are more elements than can be listed. Search for the one you need."');
    return rows;
  }
}
