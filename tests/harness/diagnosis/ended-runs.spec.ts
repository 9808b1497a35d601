import { expect, test } from '@playwright/test';
import type { Evidence, Frame } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { evidence, exampleSteps, serverFrame, START } from './support/scenes.ts';

const ids = (seen: Evidence) => diagnose(seen).causes.map(({ id }) => id);
const [started, thought] = exampleSteps();

/** The run of the scene, ended by its own agent after a thought. */
function endedBy(type: string, fields: Record<string, unknown>): Evidence {
  return evidence({ steps: [started!, thought!, { ...thought!, type, at: thought!.at + 200, fields }] });
}

test('a run that the server ends with an error is told with its words, and no event of it counts as missing', () => {
  const seen = endedBy('agent_error', { error_message: 'The billing database did not answer' });
  const [cause, ...others] = diagnose(seen).causes;
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ id: 'run-given-up', confidence: 'likely', owner: 'backend' });
  expect(cause?.signals[0]).toContain('The billing database did not answer');
  expect(ids(endedBy('agent_stopped', {}))).toEqual(['run-given-up']);
});

test('a run whose answer came all the same was not given up', () => {
  const steps = exampleSteps().map((step, index, all) =>
    index === all.findLastIndex(({ type }) => type === 'agent_completed') ? { ...step, type: 'agent_error' } : step,
  );
  expect(steps.at(-1)?.type).toBe('final_report');
  expect(ids(evidence({ steps }))).not.toContain('run-given-up');
});

test('a run without an end is not one that was given up', () => {
  expect(ids(evidence({ steps: [started!, thought!] }))).not.toContain('run-given-up');
});

test('an event that is missing from one run is named beside another run that ended with an error', () => {
  const failed = endedBy('agent_error', { error_message: 'no model' });
  const lacking = evidence({ edit: (frames) => frames.filter(({ text }) => !text.includes('"agent_thinking"')) });
  const later = lacking.frames.map((frame) => ({
    ...frame,
    seq: frame.seq + 100,
    text: frame.text.replaceAll('run_1', 'run_2'),
  }));
  const violations = lacking.violations.map((one) => ({
    ...one,
    frame: one.frame === null ? null : one.frame + 100,
    message: one.message.replaceAll(/#(\d+)/g, (_, seq) => `#${Number(seq) + 100}`),
  }));
  const both = {
    ...failed,
    frames: [...failed.frames, ...later],
    violations: [...failed.violations, ...violations],
  };
  expect(ids(both)).toContain('F20');
});

test.describe('error in place of a run', () => {
  const answered = (type: string, more: object) =>
    evidence({
      steps: null,
      edit: (frames: Frame[]) => [...frames, serverFrame({ type, ...more }, { time: START + 150 })],
    });
  const refused = { error_code: 'AGENT_REQUEST_ERROR', error_message: "name 'user_request' is not defined" };

  test('a question that gets an error is not called silent: the error is told with its code and its words', () => {
    const [cause, ...others] = diagnose(answered('error_message', refused)).causes;
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ id: 'answered-with-error', confidence: 'likely', owner: 'backend' });
    expect(cause?.signals[0]).toMatch(/AGENT_REQUEST_ERROR came after frame #2 start_agent: name 'user_request'/);
  });

  test('a question after an error is called silent', () => {
    const early = evidence({
      steps: null,
      edit: ([first, ...frames]: Frame[]) => [
        first!,
        serverFrame({ type: 'error_message', ...refused }, { time: START - 50 }),
        ...frames,
      ],
    });
    expect(ids(early)).toContain('silent-after-send');
  });
});

test('a copy of an event that comes late is a copy, and nothing is out of order: F23 alone', () => {
  const again = (frames: Frame[]) => {
    const copied = frames.find(({ text }) => text.includes('"agent_thinking"'))!;
    const at = frames.findIndex(({ text }) => text.includes('"tool_completed"'));
    return frames.toSpliced(at, 0, { ...copied, time: frames[at]!.time - 1 });
  };
  expect(ids(evidence({ edit: again }))).toEqual(['F23']);
  const swapped = (frames: Frame[]) => {
    const at = frames.findIndex(({ text }) => text.includes('"tool_completed"'));
    const late = { ...frames.at(-2)!, text: frames[at]!.text.replace('"tool_completed"', '"agent_update"') };
    return [...again(frames.toSpliced(-1, 0, late))];
  };
  expect(ids(evidence({ edit: swapped })), 'another event that is late is').toEqual(
    expect.arrayContaining(['F22', 'F23']),
  );
});

test.describe('error without a run', () => {
  const error = { type: 'error_message', error_code: 'LLM_QUOTA', error_message: 'quota exceeded', details: {} };
  const open = (...more: Frame[]) =>
    evidence({ steps: exampleSteps().slice(0, 4), edit: (frames) => [...frames, ...more] });

  test('an error after which a run goes no further is told with its words, and not as F19', () => {
    const { causes } = diagnose(open(serverFrame(error, { time: START + 1_000 })));
    expect(causes.map(({ id }) => id)).toEqual(['run-given-up']);
    expect(causes[0]?.signals[0]).toContain('quota exceeded');
  });

  test('an error before the last event of a run does not tell why it goes no further: F19', () => {
    const early = (frames: Frame[]) => frames.toSpliced(3, 0, serverFrame(error, { time: frames[2]!.time }));
    expect(ids(evidence({ steps: exampleSteps().slice(0, 4), edit: early }))).toContain('F19');
  });
});

test.describe('event before the start of its agent', () => {
  const first = { ...started!, type: 'agent_task_ack', at: started!.at - 5, fields: {} };

  test('an event before the start of its agent is out of order, and nothing is missing: F22', () => {
    const { causes } = diagnose(evidence({ steps: [first, ...exampleSteps()] }));
    expect(causes.map(({ id }) => id)).toContain('F22');
    expect(causes.map(({ id }) => id)).not.toContain('F20');
  });

  test('an event of an agent that never starts tells that the start is missing: F20', () => {
    expect(ids(evidence({ steps: [first, ...exampleSteps().slice(1)] }))).toContain('F20');
  });
});
