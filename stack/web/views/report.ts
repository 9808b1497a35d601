import { h, setText, show } from '../dom.ts';
import { textOf } from '../envelope.ts';
import { objectOf } from '../json.ts';
import type { Run } from '../run.ts';

/** What the final report says beyond the answer: recommendations, plan, costs and metrics. */
export function createReport() {
  const recommendations = h('ul', { class: 'recommendations' });
  const plan = h('ol', { class: 'plan' });
  const costs = h('dl', { class: 'figures' });
  const metrics = h('dl', { class: 'figures' });
  const parts = [
    part('Optimization Recommendations', recommendations),
    part('Action Plan', plan),
    part('Cost Analysis', costs),
    part('Execution Metrics', metrics),
  ];
  const element = h('div', { class: 'report' }, ...parts);
  let shown: unknown = null;
  return {
    element,
    update(run: Run): void {
      show(element, run.report !== null);
      if (!run.report || run.report === shown) return;
      shown = run.report;
      const {
        recommendations: advice,
        action_plan: steps,
        cost_analysis: figures,
        total_duration_ms: total,
      } = run.report;
      recommendations.replaceChildren(...listOf(advice).map(recommendation));
      plan.replaceChildren(...listOf(steps).map((step) => h('li', {}, textOf(step))));
      costs.replaceChildren(...figuresOf(figures));
      metrics.replaceChildren(
        ...figuresOf({
          ...(typeof total === 'number' && { total_duration: `${(total / 1000).toFixed(1)}s` }),
          agents: run.agents.length,
        }),
      );
      for (const one of parts) show(one, one.lastElementChild!.children.length > 0);
    },
  };
}

function part(title: string, body: HTMLElement): HTMLElement {
  return h(
    'div',
    { class: 'run-section' },
    h('div', { class: 'run-section-head' }, h('span', { role: 'heading', 'aria-level': '3' }, title)),
    body,
  );
}

/** The contract promises objects; a plain text is shown as itself, and of an object the fields that it has. */
function recommendation(advice: unknown): HTMLElement {
  const { title, description, impact, effort } =
    typeof advice === 'string' ? { description: advice } : objectOf(advice);
  const tag = (name: string, value: unknown) => !!value && h('span', { class: 'tag' }, `${name}: ${String(value)}`);
  return h(
    'li',
    {},
    !!title && h('strong', {}, String(title)),
    !!description && h('span', {}, String(description)),
    (!!impact || !!effort) && h('span', { class: 'tags' }, tag('Impact', impact), tag('Effort', effort)),
  );
}

function figuresOf(figures: unknown): HTMLElement[] {
  return Object.entries(objectOf(figures))
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(([name, value]) => {
      const dollars = typeof value === 'number' && name.endsWith('_usd');
      const label = h('dt', {});
      setText(label, name.replace(/_usd$/, '').replaceAll('_', ' '));
      return h('div', {}, label, h('dd', {}, dollars ? `$${value.toLocaleString('en-US')}` : String(value)));
    });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
