import { expect, test } from '@playwright/test';
import { diagnose } from '../../../../lib/diagnosis/index.ts';
import { evidence } from './scenes.ts';

type Scene = Parameters<typeof evidence>[0];

/** What makes a cause certain, and what looks alike and has another reason. */
export interface Rivalry {
  id: string;
  certain: Record<string, Scene>;
  rivals: Record<string, Scene>;
}

function confidencesOf(id: string, seen: Scene): string[] {
  return diagnose(evidence(seen)).causes.flatMap((cause) => (cause.id === id ? [cause.confidence] : []));
}

/** Makes a test of each scene: the cause is certain, or it is not, because of a rival. */
export function testRivalries(all: readonly Rivalry[]): void {
  for (const { id, certain, rivals } of all) {
    for (const [when, seen] of Object.entries(certain))
      test(`${id} is certain when ${when}`, () => {
        expect(confidencesOf(id, seen)).toEqual(['certain']);
      });
    for (const [when, seen] of Object.entries(rivals))
      test(`${id} is not certain when ${when}`, () => {
        expect(confidencesOf(id, seen)).not.toContain('certain');
      });
  }
}
