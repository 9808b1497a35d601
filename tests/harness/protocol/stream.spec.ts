import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { judgeScreen, type Piece, type Sample, type Showing } from '../../../lib/protocol/index.ts';

const WORDS = ['Most ', 'of it ', 'goes ', 'to large\n\n', 'models, ', 'and some ', 'to retries.'];
const ANSWER = WORDS.join('');

function wire(words: readonly string[] = WORDS): Piece[] {
  return words.map((text, index) => ({ frame: 10 + index, time: 100 * (index + 1), text }));
}

/** The screen that shows what came, a moment later. */
function faithful(words: readonly string[] = WORDS, after = 16): Sample[] {
  return words.map((_, index) => ({ time: 100 * (index + 1) + after, text: words.slice(0, index + 1).join('') }));
}

function screen(samples: Sample[], more: Partial<Showing> = {}): Showing {
  return { pieces: wire(), answer: ANSWER, samples, ...more };
}

/** The screen that makes this of the first so many words. */
function showing(make: (words: string[]) => string[]): Sample[] {
  return faithful().map((sample, index) => ({ ...sample, text: make(WORDS.slice(0, index + 1)).join('') }));
}

test.describe('answer on the screen', () => {
  test('a screen that shows the streamed text breaks no rule, whatever the whitespace', () => {
    const samples = faithful().map(({ time, text }) => ({ time, text: ` ${text.replaceAll(' ', '  ')}\n` }));
    expect(judgeScreen(screen(samples)).violations).toEqual([]);
  });

  test('a screen may show several pieces at once, or part of one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(ANSWER.length), { minLength: 4, maxLength: 30 }), (cuts) => {
        const lengths = [...new Set(cuts.map((cut) => Math.min(cut, ANSWER.length)))].sort((a, b) => a - b);
        const samples = [...lengths, ANSWER.length].map((length, index) => ({
          time: index,
          text: ANSWER.slice(0, length),
        }));
        assert.deepEqual(
          judgeScreen(screen(samples)).violations.filter(({ rule }) => rule !== 'screen-progressive'),
          [],
        );
      }),
      { numRuns: 100 },
    );
  });

  test('a screen that types out an answer that came in one piece did not stream', () => {
    const { violations } = judgeScreen(screen(faithful(), { pieces: wire([ANSWER]) }));
    expect(violations.map(({ rule }) => rule)).toEqual(['screen-progressive']);
  });

  test('a screen that types out the pieces only when the run is over did not stream', () => {
    const { violations } = judgeScreen(screen(faithful(WORDS, 2_000), { until: 1_000 }));
    expect(violations.map(({ rule }) => rule)).toEqual(['screen-progressive']);
  });

  for (const [what, count, every, parts] of [
    ['two pieces owe one part', 2, 100, 1],
    ['three pieces owe two parts', 3, 100, 2],
    ['many pieces owe three parts', 7, 100, 3],
    ['pieces that come at once owe one part', 7, 1, 1],
  ] as const) {
    test(`how many parts of an answer must be seen follows from the pieces that came: ${what}`, () => {
      const words = WORDS.slice(0, count);
      const pieces = wire(words).map((piece, index) => ({ ...piece, time: every * (index + 1) }));
      const told = (shown: number) => {
        const samples = [...faithful(words).slice(0, -1).slice(0, shown), ...faithful(words).slice(-1)];
        return judgeScreen({ pieces, answer: words.join(''), samples }).violations.map(({ rule }) => rule);
      };
      expect(told(parts)).toEqual([]);
      expect(told(parts - 1)).toEqual(['screen-progressive']);
    });
  }

  test('a screen that the machine draws slowly owes a part for each time that it was drawn', () => {
    const told = (moments: readonly number[], drawnAfter?: number) => {
      const samples = moments.map((time) => ({
        time,
        text: WORDS.slice(0, Math.floor(time / 100)).join(''),
        ...(drawnAfter && { drawnAfter }),
      }));
      return judgeScreen(screen(samples)).violations.map(({ rule }) => rule);
    };
    expect(told([450, 790], 350), 'drawn twice: once while it streamed').toEqual([]);
    expect(told([790], 690), 'drawn once, after all of it').toEqual([]);
    expect(told([450, 790]), 'the page itself was slow').toEqual(['screen-progressive']);
    expect(told([790], 350), 'it had the time').toEqual(['screen-progressive']);
    const atOnce = wire().map((piece, index) => ({ ...piece, time: 100 + index }));
    const later = [
      { time: 107, text: ANSWER },
      { time: 900, text: ANSWER, drawnAfter: 60 },
    ];
    const { violations } = judgeScreen({ pieces: atOnce, answer: ANSWER, samples: later });
    expect(
      violations.map(({ rule }) => rule),
      'it was slow at another time',
    ).toEqual(['screen-progressive']);
  });

  test('an answer that sums the pieces up takes their place', () => {
    const answer = 'Most of it goes to large models.';
    const summary = { time: 1_000, text: answer, whole: true };
    const judged = (...samples: Sample[]) =>
      judgeScreen(screen([...faithful(), ...samples], { answer })).violations.map(({ rule }) => rule);
    expect(judged(summary)).toEqual([]);
    expect(judged(), 'it is never shown').toEqual(['screen-settled']);
    expect(judged({ ...summary, text: 'Nobody said this.' })).toEqual(['screen-altered', 'screen-settled']);
    expect(judged({ ...summary, whole: false }, summary), 'the run shows it as a piece').toContain('screen-altered');
  });

  test('a piece that was never shown and came at once with the one before it is told so', () => {
    const pieces = wire().map((piece, index) => (index === 2 ? { ...piece, time: 202 } : piece));
    const samples = showing((words) => words.filter((_, index) => index !== 2));
    const [loss] = judgeScreen(screen(samples, { pieces })).violations.filter(({ rule }) => rule === 'screen-loss');
    expect(loss?.message).toContain('the piece was never shown, which came 2 ms after the one before it');
  });

  const broken: Record<string, { samples: Sample[]; rule: string; frame: number | null; says: RegExp }> = {
    'loses a piece': {
      samples: showing((words) => words.filter((_, index) => index !== 2)),
      rule: 'screen-loss',
      frame: 12,
      says: /frame #12 "goes": the piece was never shown$/,
    },
    'repeats a piece': {
      samples: showing((words) => words.flatMap((word, index) => (index === 2 ? [word, word] : [word]))),
      rule: 'screen-repetition',
      frame: 13,
      says: /frame #13/,
    },
    'swaps two pieces': {
      samples: showing((words) =>
        words.length < 4 ? words : words.toSpliced(2, 2, words[3] as string, words[2] as string),
      ),
      rule: 'screen-order',
      frame: 12,
      says: /frame #12 "goes": two pieces changed places/,
    },
    'shows another text': {
      samples: showing((words) => words.map((word, index) => (index === 2 ? 'flies ' : word))),
      rule: 'screen-altered',
      frame: 12,
      says: /frame #12 "goes": it shows another text/,
    },
    flickers: {
      samples: faithful().toSpliced(4, 0, { time: 450, text: 'Most' }),
      rule: 'screen-flicker',
      frame: 11,
      says: /went back from \d+ to 4 characters, at frame #11/,
    },
    'goes blank for a moment': {
      samples: faithful().toSpliced(4, 0, { time: 450, text: '' }),
      rule: 'screen-flicker',
      frame: 10,
      says: /to 0 characters/,
    },
    'shows it all at once': {
      samples: faithful().slice(-1),
      rule: 'screen-progressive',
      frame: 10,
      says: /showed 0 different parts of it, while 7 pieces arrived from frame #10 on/,
    },
    'stops halfway': {
      samples: faithful().slice(0, 5),
      rule: 'screen-settled',
      frame: 16,
      says: /the answer of 7 pieces|ended with \d+ characters/,
    },
    'has a text that nobody can read': {
      samples: [
        ...faithful().map((sample) => ({ ...sample, unseen: 'is transparent' })),
        { time: 900, text: ANSWER, whole: true },
      ],
      rule: 'screen-visible',
      frame: 10,
      says: /in the page and cannot be read: it is transparent/,
    },
    'shows nothing': { samples: [], rule: 'screen-settled', frame: 16, says: /ended with 0 characters/ },
    'shows a canned default': {
      samples: [{ time: 50, text: 'Processing...' }, ...faithful()],
      rule: 'screen-canned',
      frame: null,
      says: /"Processing\.\.\."/,
    },
  };
  for (const [what, { samples, rule, frame, says }] of Object.entries(broken)) {
    test(`a screen that ${what} is detected, and the piece named`, () => {
      const found = judgeScreen(screen(samples)).violations.filter((violation) => violation.rule === rule);
      expect(found.map((violation) => violation.frame)).toEqual([frame]);
      expect(found[0]?.message).toMatch(says);
    });
  }

  test('a screen is compared with the answer alone where nothing was streamed', () => {
    const showing = { pieces: [], answer: ANSWER, samples: [{ time: 5, text: ANSWER }] };
    expect(judgeScreen(showing).violations.map(({ rule }) => rule)).toEqual(['screen-progressive']);
  });

  for (const answer of ['', null])
    test(`a text that came by REST is compared with no answer of the wire (${JSON.stringify(answer)})`, () => {
      const showing = { pieces: [], answer, samples: [{ time: 5, text: ANSWER }] };
      expect(judgeScreen(showing).violations.map(({ rule }) => rule)).toEqual(['screen-progressive']);
    });
});

test.describe('lag from wire to screen', () => {
  test("the lag is measured per piece, on the page's clock", () => {
    const samples = faithful().map((sample, index) => ({ ...sample, time: sample.time + index }));
    expect(judgeScreen(screen(samples)).lag).toEqual({
      n: 7,
      p50: 19,
      p95: 22,
      max: 22,
      each: [16, 17, 18, 19, 20, 21, 22],
    });
  });

  test('the lag of a piece shown together with the next one counts from its own frame', () => {
    expect(judgeScreen(screen(faithful().toSpliced(1, 1))).lag.each.slice(0, 3)).toEqual([16, 116, 16]);
  });

  test('the lag has no value for pieces that were never shown, and none at all for an empty screen', () => {
    expect(judgeScreen(screen(faithful().slice(0, 2))).lag).toMatchObject({
      n: 2,
      each: [16, 16, null, null, null, null, null],
    });
    expect(judgeScreen(screen([])).lag).toMatchObject({ n: 0, p50: null, p95: null, max: null });
  });
});
