import { Chance } from './chance.ts';

/** What the agents find out about a message: everything that the events of a run tell. */
export interface Findings {
  topic: string;
  usage: { calls: number; spend_usd: number; main_model: string; main_share_percent: number };
  prices: {
    current_model: string;
    current_usd_per_million: number;
    candidate_model: string;
    candidate_usd_per_million: number;
  };
  savings: { saved_usd: number; saved_percent: number; p95_latency_ms: number };
  answer: string;
  /** The answer cut in 8 to 16 pieces; joined they are the answer. */
  pieces: string[];
  recommendations: { title: string; description: string; impact: 'high' | 'medium'; effort: 'low' | 'medium' }[];
  actionPlan: string[];
}

const fillers = new Set(
  'a about all an and are as at be by can could do does for from give have how i if in is it me my of on or our please should show tell that the them there this to was we what when where which who why will with would you your'.split(
    ' ',
  ),
);

/** The words of a message that say what it is about: at most five, in their order. */
function topicOf(message: string): string {
  const words = message.split(/[^\p{L}\p{N}_-]+/u);
  const telling = words.filter((word) => word !== '' && !fillers.has(word.toLowerCase()) && word.length <= 40);
  return [...new Set(telling)].slice(0, 5).join(' ') || 'your question';
}

function quote(message: string): string {
  const characters = [...message.trim()];
  return characters.length <= 240 ? characters.join('') : `${characters.slice(0, 240).join('')}…`;
}

function cut(answer: string, count: number): string[] {
  const words = answer.split(/(?<=\s)(?=\S)/);
  const perPiece = words.length / count;
  return Array.from({ length: count }, (_, index) => {
    return words.slice(Math.round(index * perPiece), Math.round((index + 1) * perPiece)).join('');
  });
}

/** Models by name, with dollars per million tokens. */
type Models = [{ name: string; price: number }, ...{ name: string; price: number }[]];
const largeModels: Models = [
  { name: 'atlas-large', price: 30 },
  { name: 'meridian-pro', price: 24 },
  { name: 'orion-max', price: 36 },
];
const smallModels: Models = [
  { name: 'atlas-mini', price: 4 },
  { name: 'meridian-lite', price: 3 },
  { name: 'orion-flash', price: 5 },
];

/** Dollars with separators, e.g. `$12,400`. */
export function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US')}`;
}

/**
 * Works out the findings: the same seed and message always give the same, another message gives another answer.
 * @param canned the answer to give whatever was found
 */
export function findOut(seed: number, message: string, canned?: string): Findings {
  const chance = new Chance(`${seed}\n${message}`);
  const topic = topicOf(message);
  const work = chance.pick(['document summaries', 'ticket triage', 'code review', 'search ranking', 'report drafting']);
  const { name: model, price } = chance.pick(largeModels);
  const { name: candidate, price: cheaper } = chance.pick(smallModels);
  const calls = chance.between(120, 980) * 1000;
  const spend = chance.between(80, 990) * 100;
  const share = chance.between(41, 87);
  const percent = chance.between(18, 43);
  const saved = Math.round((spend * percent) / 100);
  const latency = chance.between(31, 94) * 10;
  const opening = chance.pick([
    'Here is what the numbers say.',
    'I looked at last month’s usage.',
    'Three agents worked on this.',
  ]);
  const answer =
    canned ??
    [
      `You asked: “${quote(message)}” ${opening}`,
      `Last month your workspace made ${calls.toLocaleString('en-US')} model calls about “${topic}” and spent ${dollars(spend)} on them. ` +
        `${share}% of that went to ${model}, mostly for ${work}, where ${candidate} offers the same quality for $${cheaper} instead of $${price} per million tokens.`,
      `Moving ${work} to ${candidate} and caching repeated prompts would save ${dollars(saved)} (${percent}%) a month ` +
        `and lower the 95th percentile of latency to ${latency} ms. I would try it with one team first and compare the results after one week.`,
    ].join('\n\n');
  return {
    topic,
    usage: { calls, spend_usd: spend, main_model: model, main_share_percent: share },
    prices: {
      current_model: model,
      current_usd_per_million: price,
      candidate_model: candidate,
      candidate_usd_per_million: cheaper,
    },
    savings: { saved_usd: saved, saved_percent: percent, p95_latency_ms: latency },
    answer,
    pieces: cut(answer, chance.between(8, 16)),
    recommendations: [
      {
        title: `Move ${work} to ${candidate}`,
        description: `Same quality at $${cheaper} per million tokens.`,
        impact: 'high',
        effort: 'low',
      },
      {
        title: 'Cache repeated prompts',
        description: 'One call in five repeats an earlier one word for word.',
        impact: 'medium',
        effort: 'medium',
      },
    ],
    actionPlan: [
      `Route ${work} to ${candidate} for one team`,
      'Compare quality and latency after one week',
      'Roll the change out to all teams',
    ],
  };
}
