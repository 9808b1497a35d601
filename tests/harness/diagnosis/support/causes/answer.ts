import type { Frame } from '../../../../../lib/evidence/index.ts';
import { evidence, serverFrame, START } from '../scenes.ts';
import { type CauseScene, steps, unanswered, edited, listed } from './scene.ts';

const moved = (frame: Frame): Frame => {
  const { payload, ...around } = JSON.parse(frame.text) as Record<string, unknown>;
  return frame.direction === 'sent' || !payload
    ? frame
    : { ...frame, text: JSON.stringify({ ...around, body: payload }) };
};

export const answer: readonly CauseScene[] = [
  [
    'F19',
    'the run is said to be running',
    evidence({ steps: steps.slice(0, 2), probes: [listed('running', 'run_1')] }),
  ],
  ['F20', 'nobody thinks', evidence({ edit: edited('agent_thinking', () => null) })],
  [
    'F20',
    'thoughts come under the type reasoning',
    evidence({ edit: edited('agent_thinking', (message) => ({ ...message, type: 'reasoning' })) }),
  ],
  ['F21', 'one result is missing', evidence({ steps: steps.toSpliced(6, 1) })],
  ['F22', 'a tool ends before it begins', evidence({ edit: swappedTypes('tool_executing', 'tool_completed') })],
  [
    'F22',
    'events come in batches',
    evidence({
      ...unanswered,
      edit: (frames) => [...frames, serverFrame({ type: 'event_batch', events: {} }, { time: START + 90 })],
    }),
  ],
  [
    'F23',
    'every frame comes twice',
    evidence({ edit: (frames) => frames.flatMap((frame) => (frame.direction === 'sent' ? [frame] : [frame, frame])) }),
  ],
  ['F24', 'fields are in another place', evidence({ edit: (frames) => frames.map(moved) })],
  [
    'F25',
    'tools have no name',
    evidence({
      edit: (frames) => frames.map((frame) => ({ ...frame, text: frame.text.replace(/"tool_name":"\w+",/, '') })),
    }),
  ],
  [
    'F25',
    'events have no run',
    evidence({
      edit: (frames) => frames.map((frame) => ({ ...frame, text: frame.text.replace(/"run_id":"\w+",/, '') })),
    }),
  ],
  ['F26', 'the answer came and is not shown', evidence({ shown: false })],
  [
    'F27',
    'the run is said to have failed',
    evidence({ steps: steps.slice(0, 2), probes: [listed('failed', 'run_1')] }),
  ],
  [
    'F28',
    'the answer is a canned text',
    evidence({ steps: answering('Mock triage agent response: Successfully processed your request') }),
  ],
  ['F53', 'the last piece never comes', evidence({ steps: steps.slice(0, 13) })],
  [
    'F54',
    'a frame is half a message',
    evidence({ edit: edited('tool_completed', () => '{"type": "tool_completed", "result": <Tool') }),
  ],
];

function answering(text: string) {
  return steps.flatMap((step) => {
    if (step.type === 'partial_result')
      return step.fields.is_complete ? [{ ...step, fields: { content: text, is_complete: true } }] : [];
    if (step.type === 'final_report') return [{ ...step, fields: { executive_summary: text } }];
    return [
      step.fields.result === undefined || step.type !== 'agent_completed'
        ? step
        : { ...step, fields: { result: text } },
    ];
  });
}

/** The two ends of a call change places, with their times. */
function swappedTypes(first: string, second: string) {
  return (frames: Frame[]): Frame[] => {
    const [a, b] = [first, second].map((type) =>
      frames.findIndex(({ text }) => text.includes(`"${type}"`) && text.includes('price_lookup')),
    );
    const [one, other] = [frames[a ?? 0], frames[b ?? 0]];
    return one && other
      ? frames.with(a ?? 0, { ...other, time: one.time }).with(b ?? 0, { ...one, time: other.time })
      : frames;
  };
}
