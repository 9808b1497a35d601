import type { Assessment } from '../../assess/assess.ts';
import type { Report } from '../document/blocks.ts';
import { opening } from './opening.ts';
import { step0 } from './step0-service.ts';
import { step1 } from './step1-selection.ts';
import { step2 } from './step2-results.ts';
import { causes, step3 } from './step3-causes.ts';
import { step4 } from './step4-compliance.ts';
import { step5 } from './step5-stability.ts';
import { step6 } from './step6-handover.ts';

/** The worklog of a run, from its assessment alone: the same record gives the same worklog. */
export function worklogOf(assessment: Assessment): Report {
  return {
    ...opening(assessment),
    blocks: [causes, step0, step1, step2, step3, step4, step5, step6].flatMap((step) => step(assessment)),
  };
}
