import { runInNewContext } from 'node:vm';

/** What expressions of a workflow may name. */
export type Context = Readonly<Record<string, unknown>>;

/**
 * The value of an expression of GitHub Actions (docs.github.com, "Expressions"), as far as our workflows use them:
 * properties, literals, comparisons, `&&`, `||` and functions. What is not there is empty.
 */
export function evaluate(expression: string, context: Context): unknown {
  const code = expression
    .split(/('[^']*')/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replaceAll(/\.([A-Za-z_][\w-]*)/g, '?.["$1"]')))
    .join('');
  return runInNewContext(code, { ...context });
}

/** A text with its expressions replaced by their values. */
export function filledIn(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{(.+?)\}\}/g, (_, expression: string) => {
    const value = evaluate(expression.trim(), context);
    return value === undefined || value === null ? '' : String(value);
  });
}

/** Whether a condition holds; without a word about the state of the job, it asks for success. */
export function holds(condition: string | undefined, context: Context): boolean {
  const asked = (condition ?? 'success()').replace(/^\$\{\{(.+)\}\}$/, '$1').trim();
  const full = /\b(always|failure|cancelled|success)\(\)/.test(asked) ? asked : `success() && (${asked})`;
  return Boolean(evaluate(full, context));
}
