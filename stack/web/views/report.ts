// @ts-check
import { h, setText, show } from '../dom.ts';
import { textOf } from '../envelope.ts';

/** @typedef {import('../run.ts').Run} Run */

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
  const element = h('div', { class: 'report', hidden: true }, ...parts);
  /** @type {unknown} */
  let shown = null;
  return {
    element,
    /** @param {Run} run */
    update(run) {
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
      plan.replaceChildren(
        ...listOf(steps).map((step) => h('li', {}, textOf(step) || textOf(step?.description ?? step?.title))),
      );
      costs.replaceChildren(...figuresOf(figures));
      metrics.replaceChildren(
        ...figuresOf({
          ...(typeof total === 'number' && { total_duration: `${(total / 1000).toFixed(1)}s` }),
          agents: run.agents.length,
        }),
      );
      for (const one of parts) show(one, (one.lastElementChild?.children.length ?? 0) > 0);
    },
  };
}

/**
 * @param {string} title
 * @param {HTMLElement} body
 */
function part(title, body) {
  return h(
    'div',
    { class: 'run-section' },
    h('div', { class: 'run-section-head' }, h('span', { role: 'heading', 'aria-level': '3' }, title)),
    body,
  );
}

/** @param {any} advice */
function recommendation(advice) {
  const { title, description, impact, effort } =
    typeof advice === 'object' && advice !== null ? advice : { title: advice };
  const item = h('li', {}, h('strong', {}, String(title ?? 'Recommendation')));
  if (description) item.append(h('span', {}, String(description)));
  const tags = h('span', { class: 'tags' });
  if (impact) tags.append(h('span', { class: 'tag' }, `Impact: ${impact}`));
  if (effort) tags.append(h('span', { class: 'tag' }, `Effort: ${effort}`));
  if (tags.children.length > 0) item.append(tags);
  return item;
}

/** @param {unknown} figures */
function figuresOf(figures) {
  if (typeof figures !== 'object' || figures === null) return [];
  return Object.entries(figures)
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(([name, value]) => {
      const dollars = typeof value === 'number' && name.endsWith('_usd');
      const label = h('dt', {});
      setText(label, name.replace(/_usd$/, '').replaceAll('_', ' '));
      return h('div', {}, label, h('dd', {}, dollars ? `$${value.toLocaleString('en-US')}` : String(value)));
    });
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
