import { h, icon, setText, show } from '../dom.ts';
import { agentAtWork, isActive, type Progress, type Run } from '../run.ts';
import { createReport } from './report.ts';

/** Percent of progress that the last step counts for while it is under way. */
const MOST_PROGRESS = 95;
/** A finished card shrinks to a bar after this time, unless the person is at it. */
const SHRINKS_AFTER = 2000;

/** The card of a run: what the agents do, and the text as it streams in. Collapsed it is one line. */
export function createRunCard() {
  const agent = h('h2', { class: 'run-agent' });
  const state = h('p', { class: 'run-state' });
  const progress = createProgress();
  const tools = h('ul', { class: 'tool-chips', 'aria-label': 'Tools at work' });
  const thoughts = createSection('Agent Thinking', h('ol', { class: 'thoughts' }));
  const mark = h('span', { class: 'streaming-mark' }, 'Streaming...');
  const partial = createSection('Partial Results', h('div', { class: 'partial-text whitespace-pre-wrap' }), mark);
  const agentCount = h('span', { class: 'muted' });
  const completed = createSection('Completed Agents', h('ul', { class: 'completed-agents' }), agentCount);
  const report = createReport();
  const collapse = h('button', { class: 'quiet small', onclick: () => setCollapsed(true) }, 'Collapse Analysis');
  const card = h(
    'section',
    {
      class: 'run-card',
      'data-testid': 'response-card',
      role: 'region',
      'aria-label': 'response card',
      'data-collapsed': 'false',
      'aria-live': 'off',
    },
    h('div', { class: 'run-head' }, h('div', {}, agent, state), collapse),
    progress.element,
    tools,
    thoughts.element,
    completed.element,
    report.element,
  );
  const barLabel = h('span', {});
  const bar = h(
    'button',
    { class: 'run-bar', 'aria-expanded': 'false', onclick: () => setCollapsed(false) },
    icon('check'),
    barLabel,
  );
  const element = h('div', { class: 'run-place' });

  let shown: Run | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setCollapsed(collapsed: boolean): void {
    clearTimeout(timer);
    const hadFocus = element.contains(document.activeElement);
    element.replaceChildren(collapsed ? bar : card);
    if (hadFocus) (collapsed ? bar : collapse).focus();
  }

  function shrink(): void {
    if (!card.matches(':hover, :focus-within')) element.replaceChildren(bar);
  }

  function begin(run: Run): void {
    clearTimeout(timer);
    shown = run;
    timer = undefined;
    element.replaceChildren(card);
    thoughts.body.replaceChildren();
    completed.body.replaceChildren();
    tools.replaceChildren();
  }

  return {
    element,
    /** @returns is there anything to show? */
    update(run: Run | null): boolean {
      if (run === null || run.phase === 'waiting') return false;
      if (run !== shown) begin(run);
      const done = run.phase === 'completed';
      setText(agent, agentAtWork(run) ?? 'Netra Agent');
      setText(state, stateOf(run));
      progress.update(isActive(run) ? run.progress : null);
      updateTools(tools, run);
      show(thoughts.element, run.thoughts.length > 0);
      updateThoughts(thoughts.body, run);
      if (run.text === '') partial.element.remove();
      else if (!partial.element.isConnected) completed.element.before(partial.element);
      setText(partial.body, run.text);
      show(mark, run.streaming);
      updateCompleted(completed, agentCount, run);
      report.update(run);
      show(collapse, done);
      if (done) setText(barLabel, barText(run));
      if (done && timer === undefined) timer = setTimeout(shrink, SHRINKS_AFTER);
      return true;
    },
  };
}

function createSection(title: string, body: HTMLElement, ...marks: HTMLElement[]) {
  const head = h(
    'div',
    { class: 'run-section-head' },
    h('span', { role: 'heading', 'aria-level': '3' }, title),
    ...marks,
  );
  return { element: h('div', { class: 'run-section' }, head, body), body };
}

function createProgress() {
  const bar = h('progress', { max: '100', 'aria-label': 'Progress' });
  const step = h('span', {});
  const percent = h('span', {});
  const left = h('span', {});
  const element = h(
    'div',
    { class: 'run-progress' },
    bar,
    h('div', { class: 'run-progress-text muted' }, step, percent, left),
  );
  return {
    element,
    update(progress: Progress | null): void {
      show(element, progress !== null);
      if (!progress) return;
      const share = Math.min(Math.round((progress.step / progress.of) * 100), MOST_PROGRESS);
      const rest = progress.of - progress.step;
      bar.value = share;
      setText(step, `Step ${progress.step} of ${progress.of}`);
      setText(percent, `${share}%`);
      setText(left, rest === 0 ? 'Last step' : `${rest} ${rest === 1 ? 'step' : 'steps'} remaining`);
    },
  };
}

function stateOf({ phase, thoughts, tools, text, early }: Run): string {
  if (phase === 'failed') return 'Stopped by an error';
  if (phase === 'stopped') return 'Stopped';
  if (phase === 'silent') return 'No response';
  if (phase === 'completed') return 'Completed';
  if (early.size > 0) return 'Writing the answer. It appears in full when it is done.';
  return thoughts.length === 0 && tools.length === 0 && text === '' ? 'Initializing...' : 'Working...';
}

function updateTools(list: HTMLElement, { tools }: Run): void {
  show(list, tools.length > 0);
  tools.forEach((tool, place) => {
    const chip = list.children[place] ?? list.appendChild(h('li', { class: 'tool-chip' }));
    setText(chip, `${tool.name} ${elapsed(Date.now() - tool.startedAt)}`);
  });
  while (list.children.length > tools.length) list.lastElementChild!.remove();
}

function updateThoughts(list: HTMLElement, { thoughts }: Run): void {
  for (const { agent, text } of thoughts.slice(list.children.length)) {
    list.append(h('li', {}, h('span', { class: 'thought-agent' }, agent), ' ', h('span', {}, text)));
  }
}

function updateCompleted(
  { element, body }: { element: HTMLElement; body: HTMLElement },
  count: HTMLElement,
  { agents }: Run,
): void {
  const ended = agents.filter(({ took }) => took !== null);
  show(element, ended.length > 0);
  setText(count, `${ended.length} ${ended.length === 1 ? 'agent' : 'agents'}`);
  if (body.children.length === ended.length) return;
  body.replaceChildren(
    ...ended.map(({ label, took, failed }) =>
      h(
        'li',
        {},
        h('span', { class: 'completed-name' }, label),
        h('span', { class: 'muted' }, `${(took! / 1000).toFixed(1)}s`),
        h(
          'span',
          { class: failed ? 'bad' : 'good' },
          icon(failed ? 'close' : 'check'),
          failed ? 'Ended early' : 'Completed',
        ),
      ),
    ),
  );
}

function barText({ agents, report, startedAt, seenAt }: Run): string {
  const total = typeof report?.total_duration_ms === 'number' ? report.total_duration_ms : seenAt - startedAt;
  return `Analysis Complete · ${agents.length} ${agents.length === 1 ? 'agent' : 'agents'} • ${Math.round(total / 1000)}s`;
}

function elapsed(ms: number): string {
  return ms < 1000 ? '< 1s' : `${Math.floor(ms / 1000)}s`;
}
