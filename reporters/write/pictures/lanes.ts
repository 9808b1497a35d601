import type { RecordedFrame, RecordedRun, Seen } from '../../record/schema-attempt.ts';

/** A stretch of time on a lane; `to` null: it never ended. */
export interface Bar {
  from: number;
  to: number | null;
  label: string;
  failed?: boolean;
}

/** One lane of the picture. Times are epoch milliseconds of the browser's clock. */
export interface Lane {
  name: string;
  colour: 'person' | 'page' | 'socket' | 'agent' | 'tool' | 'screen';
  bars: Bar[];
  /** Moments: a thought, a frame. */
  dots: { time: number; label: string; up?: boolean; bad?: boolean }[];
  /** Frames that belong here: a violation at one of them is drawn on this lane. */
  frames: Set<number>;
  /** Growth of something over time. */
  curve?: { time: number; value: number }[];
}

/** The lanes of one run, top to bottom: person, page, socket, each agent with its tools, screen. */
export function lanesOf(seen: Seen, run: RecordedRun): Lane[] {
  const mine = seen.frames.filter((frame) => frame.run === run.id);
  const socket = seen.frames.find(({ seq }) => seq === mine[0]?.seq)?.socket;
  return [
    lane('Person', 'person', { dots: [{ time: run.sentAt, label: `“${run.question}”` }] }),
    lane('Page', 'page', {
      bars: seen.exchanges
        .filter(({ resource }) => /document|fetch|xhr/.test(resource))
        .map((exchange) => ({
          from: exchange.startedAt,
          to: exchange.startedAt + (exchange.took ?? 0),
          label: `${exchange.method} ${new URL(exchange.url).pathname}`,
          failed: exchange.failure !== null || (exchange.status ?? 0) >= 400,
        })),
    }),
    lane('Socket', 'socket', {
      bars: seen.sockets.map(({ openedAt, closedAt, status, close }) => ({
        from: openedAt,
        to: closedAt,
        label: close ? `closed ${close.code} ${close.reason}`.trim() : '',
        failed: status !== null && status !== 101,
      })),
      dots: seen.frames.map((frame) => ({
        time: frame.time,
        label: frame.type,
        up: frame.direction === 'sent',
        bad: isBroken(frame) || isForeign(frame, mine),
      })),
      frames: new Set(
        seen.frames.filter((frame) => socket === undefined || frame.socket === socket).map(({ seq }) => seq),
      ),
    }),
    ...agentsOf(mine).flatMap((agent) => [agentLane(agent, mine), ...toolLanes(agent, mine)]),
    lane('Screen', 'screen', {
      curve: seen.screen
        .filter(({ time }) => time >= run.sentAt)
        .map(({ time, streaming, lastAnswer, answers }) => ({
          time,
          value: Math.max(streaming ?? 0, answers > 0 ? lastAnswer : 0),
        })),
    }),
  ];
}

/** A frame that nobody can read. */
function isBroken({ kind }: RecordedFrame): boolean {
  return kind === 'garbage';
}

/**
 * A frame that belongs to somebody else than the person whose run this is; a welcome has the beginning of the person's
 * id, and three dots (docs/contract/backend.md 3.4).
 */
function isForeign({ user }: RecordedFrame, mine: readonly RecordedFrame[]): boolean {
  const own = mine.find((frame) => frame.user !== null)?.user;
  if (user === null || own === undefined || own === null) return false;
  return user.endsWith('...') ? !own.startsWith(user.slice(0, -3)) : user !== own;
}

function lane(
  name: string,
  colour: Lane['colour'],
  { bars = [], dots = [], frames = new Set(), curve }: Partial<Lane>,
): Lane {
  return { name, colour, bars, dots, frames, ...(curve ? { curve } : {}) };
}

function agentsOf(frames: readonly RecordedFrame[]): string[] {
  return [...new Set(frames.flatMap(({ agent, kind }) => (agent !== null && kind !== 'client' ? [agent] : [])))];
}

function agentLane(agent: string, frames: readonly RecordedFrame[]): Lane {
  const own = frames.filter((frame) => frame.agent === agent && frame.kind !== 'tool');
  const begin = own.find(({ step }) => step === 'start') ?? own[0];
  const end = own.find(({ step }) => step === 'complete' || step === 'fail' || step === 'stop');
  return lane(agent, 'agent', {
    bars: begin
      ? [
          {
            from: begin.time,
            to: end?.time ?? null,
            label: end && end.step !== 'complete' ? end.type : '',
            failed: end?.step === 'fail',
          },
        ]
      : [],
    dots: own
      .filter(({ step, kind }) => step === 'think' || kind === 'text')
      .map(({ time, type }) => ({ time, label: type })),
    frames: new Set(own.map(({ seq }) => seq)),
  });
}

function toolLanes(agent: string, frames: readonly RecordedFrame[]): Lane[] {
  const own = frames.filter((frame) => frame.agent === agent && frame.kind === 'tool');
  return [...new Set(own.map(({ tool }) => tool ?? 'unknown tool'))].map((name) => {
    const calls = own.filter(({ tool }) => (tool ?? 'unknown tool') === name);
    const open: Bar[] = [];
    const bars: Bar[] = [];
    for (const { step, time } of calls) {
      if (step === 'call') {
        const bar = { from: time, to: null, label: '' };
        open.push(bar);
        bars.push(bar);
      } else if (step === 'return') {
        const bar = open.shift();
        if (bar) bar.to = time;
        else bars.push({ from: time, to: time, label: 'completed without a start', failed: true });
      }
    }
    for (const bar of bars) if (bar.to !== null && bar.label === '') bar.label = `${Math.round(bar.to - bar.from)} ms`;
    return lane(name, 'tool', { bars, frames: new Set(calls.map(({ seq }) => seq)) });
  });
}
