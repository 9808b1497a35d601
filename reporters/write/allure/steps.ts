import type { RecordedFrame, RecordedRun, Seen } from '../../record/schema-attempt.ts';

/** A step as Allure's result files have it. */
export interface AllureStep {
  name: string;
  status: 'passed' | 'failed';
  stage: 'finished';
  statusDetails: { message?: string };
  start: number;
  stop: number;
  parameters: { name: string; value: string }[];
  attachments: { name: string }[];
  steps: AllureStep[];
}

/**
 * One agent run as steps: each agent with its thoughts and tools inside, each with the time that it took, broken rules
 * where they broke.
 */
export function runSteps(seen: Seen, run: RecordedRun): AllureStep {
  const frames = seen.frames.filter((frame) => frame.run === run.id && frame.direction === 'received');
  const last = frames.at(-1)?.time ?? run.sentAt;
  const outside = run.violations
    .filter(({ frame }) => !frames.some(({ seq }) => seq === frame))
    .map(({ rule, message }) => `${rule}: ${message}`);
  return {
    ...step(
      `Agent run for “${run.question}”`,
      run.sentAt,
      last,
      outside.length > 0 ? outside : broken(run.violations, frames),
    ),
    parameters: [
      { name: 'run', value: run.id },
      { name: 'end', value: run.end ?? 'never' },
      { name: 'events', value: String(run.events) },
      { name: 'first text', value: run.latency.firstText === null ? 'none' : `${run.latency.firstText} ms` },
    ],
    steps: nested(frames, run),
  };
}

/** Frames in order; what happens between an agent's start and end stands inside of it. */
function nested(frames: readonly RecordedFrame[], run: RecordedRun): AllureStep[] {
  const top: AllureStep[] = [];
  const open: { agent: string | null; step: AllureStep }[] = [];
  const calls: { frame: RecordedFrame; step: AllureStep }[] = [];
  let text: { step: AllureStep; pieces: number } | null = null;
  const place = (made: AllureStep, agent: string | null) => {
    const home = open.findLast((one) => one.agent === agent) ?? open.at(-1);
    (home?.step.steps ?? top).push(made);
    return made;
  };
  for (const frame of frames) {
    const { time, agent, tool, type } = frame;
    const trouble = told(run, frame);
    if (frame.kind === 'text') {
      text ??= { step: place(step(type, time, time, []), agent), pieces: 0 };
      text.pieces += 1;
      text.step.stop = Math.round(time);
      text.step.name = `${type} × ${text.pieces}`;
      if (trouble.length > 0) fail(text.step, trouble);
      continue;
    }
    text = null;
    if (frame.step === 'start') {
      const made = step(agent ?? type, time, time, trouble);
      (open.at(-1)?.step.steps ?? top).push(made);
      open.push({ agent, step: made });
    } else if (frame.step === 'call') {
      calls.push({ frame, step: place(step(`${type} ${tool ?? ''}`.trim(), time, time, trouble), agent) });
    } else if (frame.step === 'return') {
      const index = calls.findIndex(({ frame: call }) =>
        frame.execution ? call.execution === frame.execution : call.tool === tool && call.agent === agent,
      );
      const [call] = index === -1 ? [] : calls.splice(index, 1);
      if (call)
        Object.assign(call.step, {
          stop: Math.round(time),
          name: `${tool ?? 'tool'} (${Math.round(time - call.frame.time)} ms)`,
        });
      if (!call || trouble.length > 0)
        fail(call?.step ?? place(step(`${type} ${tool ?? ''}`.trim(), time, time, []), agent), trouble);
    } else {
      const home =
        frame.step === 'complete' || frame.step === 'fail' || frame.step === 'stop'
          ? open.findLast((one) => one.agent === agent)
          : undefined;
      place(step(type, time, time, trouble), agent);
      if (home) {
        home.step.stop = Math.round(time);
        open.splice(open.indexOf(home), 1);
      }
    }
  }
  return top;
}

function told({ violations }: RecordedRun, { seq }: RecordedFrame): string[] {
  return violations
    .flatMap((violation) => [violation, ...(violation.consequences ?? [])])
    .filter(({ frame }) => frame === seq)
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function broken(violations: RecordedRun['violations'], frames: readonly RecordedFrame[]): string[] {
  return violations.some(({ frame }) => frames.some(({ seq }) => seq === frame))
    ? ['rules were broken in the steps below']
    : [];
}

function step(name: string, start: number, stop: number, trouble: string[]): AllureStep {
  const made: AllureStep = {
    name,
    status: 'passed',
    stage: 'finished',
    statusDetails: {},
    start: Math.round(start),
    stop: Math.round(stop),
    parameters: [],
    attachments: [],
    steps: [],
  };
  if (trouble.length > 0) fail(made, trouble);
  return made;
}

function fail(made: AllureStep, trouble: string[]): void {
  made.status = 'failed';
  made.statusDetails = { message: trouble.join('\n') };
}
