import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A replay asks which decisions were made again: of a million rows that took longer than reading all the segments. */
export class SupersededFacts0056 implements MigrationInterface {
  readonly name = 'SupersededFacts1790000000056';

  async up(q: QueryRunner): Promise<void> {
    await q.query('create index policy_facts_supersedes on policy_facts (kind, supersedes) where supersedes is not null');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index policy_facts_supersedes');
  }
}
