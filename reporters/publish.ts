import { join } from 'node:path';
import { saveRecord } from './record/save.ts';
import type { Record } from './record/schema.ts';

/** Writes the record of a run and every report that is made of it. @param dir the run's folder */
export async function publish(record: Record, dir: string): Promise<void> {
  saveRecord(join(dir, 'record.json'), record);
}
