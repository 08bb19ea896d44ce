import { exclusiveRoles, roles } from '@causeway/access';
import { grades } from '@causeway/domain';
import { describe, expect, it } from 'vitest';
import { dicomDate, plannedObjects, reportPdf, reportText, scenarios, serviceLines, type World, world } from './index';

const now = new Date('2026-11-24T15:42:07Z');
const one: World = world({ seed: 7, now });
const uidsOf = (w: World): readonly string[] =>
  [...w.exams, ...w.ownExams].flatMap((e) => [e.studyUid, ...plannedObjects(e).flatMap((o) => [o.seriesInstanceUid, o.sopInstanceUid])]);

describe('the demo world', () => {
  it('is the same for the same seed and instant, and another for another seed', () => {
    expect(world({ seed: 7, now })).toEqual(one);
    const other = world({ seed: 8, now });
    expect(other.patients.map((p) => p.mrn)).not.toEqual(one.patients.map((p) => p.mrn));
    const known = new Set(uidsOf(one));
    expect(uidsOf(other).filter((u) => known.has(u))).toEqual([]);
  });

  it('moves with the instant: every date is told from it', () => {
    const week = 7 * 24 * 3_600_000;
    const later = world({ seed: 7, now: new Date(now.getTime() + week) });
    const moved = later.exams.map((e, i) => e.deliveries[0]!.at.getTime() - one.exams[i]!.deliveries[0]!.at.getTime());
    expect(new Set(moved)).toEqual(new Set([week]));
  });

  it('shows every scenario it names', () => {
    const shown = new Set([...one.exams, ...one.ownExams].flatMap((e) => e.scenarios));
    expect(scenarios.filter((s) => !shown.has(s))).toEqual([]);
  });

  it('has enough of everything to fill the screens', () => {
    expect(one.patients.length).toBe(140);
    expect(one.exams.length).toBeGreaterThanOrEqual(115);
    expect(one.facilities.length).toBeGreaterThanOrEqual(12);
    const soon = one.exams.flatMap((e) => e.deliveries).filter((d) => d.at > now);
    expect(soon.length).toBeGreaterThanOrEqual(8);
    const waiting = one.exams.filter((e) => e.deliveries.some((d) => d.at <= now));
    expect(waiting.length).toBeGreaterThanOrEqual(90);
  });

  it('gives each exam UIDs of its own, except those that repeat another exam on purpose', () => {
    const original = [...one.exams, ...one.ownExams].filter((e) => e.repeats === null);
    const uids = original.flatMap((e) => [
      e.studyUid,
      ...new Set(plannedObjects(e).map((o) => o.seriesInstanceUid)),
      ...plannedObjects(e).map((o) => o.sopInstanceUid),
    ]);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.every((u) => u.length <= 64 && /^2\.25\.[1-9]\d*$/.test(u))).toBe(true);
  });

  it('makes a small rendering out of the objects of the whole one', () => {
    const exam = one.exams.find((e) => e.key === 'adeyemi-head')!;
    const all = new Set(plannedObjects(exam).map((o) => o.sopInstanceUid));
    const few = plannedObjects(exam, { maxImages: 20 });
    expect(all.size).toBe(312);
    expect(few.length).toBeLessThanOrEqual(20);
    expect(few.every((o) => all.has(o.sopInstanceUid))).toBe(true);
    expect(new Set(few.map((o) => o.plan.number)).size).toBe(exam.series.length);
  });

  it('keeps local numbers unique and points only at people it has', () => {
    const mrns = [...one.patients.map((p) => p.mrn), ...one.merges.map((m) => m.subsumedMrn)];
    expect(new Set(mrns).size).toBe(mrns.length);
    const keys = new Set(one.patients.map((p) => p.key));
    expect(keys.size).toBe(one.patients.length);
    expect(one.patients.flatMap((p) => p.lookalikes).every((l) => keys.has(l.key))).toBe(true);
    expect(one.exams.every((e) => e.truth === null || keys.has(e.truth))).toBe(true);
    expect(one.merges.every((m) => keys.has(m.survivor))).toBe(true);
  });

  it('never dates an exam before the patient was born, nor after it was sent', () => {
    for (const exam of one.exams) {
      const born = exam.patient.birthDate;
      if (born) expect(born <= dicomDate(exam.studyAt, one.site.zone), exam.key).toBe(true);
      expect(
        exam.deliveries.every((d) => d.at > exam.studyAt),
        exam.key,
      ).toBe(true);
    }
  });

  it('has lookalikes that really look alike', () => {
    const of = (key: string) => one.patients.find((p) => p.key === key)!;
    for (const patient of one.patients) {
      for (const { key, why } of patient.lookalikes) {
        const other = of(key);
        if (why === 'twin' || why === 'same-name-same-day') expect(other.birthDate, patient.key).toBe(patient.birthDate);
        if (why === 'twin' || why === 'jr-sr') expect(other.address.street, patient.key).toBe(patient.address.street);
      }
    }
    const recycled = one.exams.find((e) => e.scenarios.includes('recycled-identifier'))!;
    const former = one.patients.find((p) => p.outsideIds.some((o) => o.facility === recycled.facility && o.value === recycled.patient.id))!;
    expect(former.key).not.toBe(recycled.truth);
  });

  it('writes names in ten writings', () => {
    const writings = new Set(one.patients.map((p) => p.name.native?.lang).filter((l) => l !== undefined));
    expect([...writings].sort()).toEqual(['ar', 'el', 'he', 'hi', 'ja', 'ko', 'ru', 'th', 'zh']);
    expect(one.patients.some((p) => /[ạ-ỹ]/.test(p.name.given + p.name.family))).toBe(true);
    expect(one.patients.some((p) => /[çğşıİ]/.test(p.name.given + p.name.family))).toBe(true);
  });

  it('staffs every role that signs in, within the rules of access', () => {
    const held = new Set(one.staff.flatMap((s) => s.roles));
    const people = Object.keys(roles).filter((r) => !['pt', 'em', 'gw', 'ac'].includes(r));
    expect(people.filter((r) => !held.has(r as never))).toEqual([]);
    expect(one.staff.filter((s) => s.roles.length > 1 && s.roles.some((r) => exclusiveRoles.includes(r)))).toEqual([]);
    const names = one.staff.map((s) => s.username);
    expect(new Set(names).size).toBe(names.length);
    const lines = new Set<string>([...serviceLines, '*']);
    expect(one.staff.flatMap((s) => s.serviceLines).filter((l) => !lines.has(l))).toEqual([]);
    const requesters = one.exams.flatMap((e) => [e.requester, e.read?.reader]).filter((n) => n !== null && n !== undefined);
    expect(requesters.filter((n) => !names.includes(n))).toEqual([]);
  });

  it('has local reads of every grade, whose differences are in the text', () => {
    const reads = one.exams.filter((e) => e.read !== null);
    expect(new Set(reads.map((e) => e.read!.grade))).toEqual(new Set(grades));
    const adeyemi = one.exams.find((e) => e.key === 'adeyemi-head')!;
    expect(adeyemi.report!.sections.findings).toContain('up to 11 mm');
    expect(adeyemi.read!.findings).toContain('13 mm');
    expect(adeyemi.series[0]!.phantom).toMatchObject({ lesion: { kind: 'subdural', side: 'R', thickness: 13, shift: 7 } });
  });

  it('writes a report as text and as PDF, and neither where there is none', () => {
    const adeyemi = one.exams.find((e) => e.key === 'adeyemi-head')!;
    expect(reportText(adeyemi)).toMatch(/IMPRESSION\n1\. Acute right subdural hematoma, 11 mm/);
    expect(reportPdf(adeyemi)!.subarray(0, 8).toString('latin1')).toBe('%PDF-1.4');
    const silent = one.exams.find((e) => e.scenarios.includes('no-report'))!;
    expect(reportText(silent)).toBe('');
    expect(reportPdf(silent)).toBeNull();
    const corrected = one.exams.find((e) => e.correctedReport)!;
    expect(reportText(corrected, 'corrected')).not.toBe(reportText(corrected));
  });
});
