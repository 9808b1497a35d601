/**
 * A rule of the linter: a spec that runs on a product says where it stands that a product must do what it checks. It
 * names a source, on itself or on a group around it, or is tagged with a check of the team; or it stays at home, with
 * `@embedded`. What cannot be read where the test stands (a variable, a spread) does not count.
 */

/** How the tag of one of the team's checks looks (`config/decisions/team-checks.ts`). */
const TEAM_CHECK = /^@[A-Z][A-Z0-9]*-\d{3}$/;

/**
 * The name under which a call stands, its modifiers left out: `test.describe.serial(...)` => `test.describe`.
 * @param {any} callee
 * @returns {string}
 */
function nameOf(callee) {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  const [inner, own] = [nameOf(callee.object), callee.property.name];
  if (inner === 'test' && own === 'describe') return 'test.describe';
  return ['only', 'skip', 'fixme', 'fail', 'slow', 'serial', 'parallel'].includes(own) ? inner : '';
}

/**
 * The property of the details of a test or a group.
 * @param {any} call
 * @param {'tag' | 'annotation'} name
 * @returns {any[]} what stands there: the one value, or the elements of the list
 */
function detailsOf(call, name) {
  const [, details] = call.arguments;
  if (details?.type !== 'ObjectExpression') return [];
  const found = details.properties.find((/** @type {any} */ one) => one.type === 'Property' && one.key.name === name);
  if (!found) return [];
  return found.value.type === 'ArrayExpression' ? found.value.elements : [found.value];
}

/** @param {any} call of a test or a group */
function isSettled(call) {
  const tags = detailsOf(call, 'tag').map((one) => (one?.type === 'Literal' ? String(one.value) : ''));
  const sources = detailsOf(call, 'annotation').filter(
    (one) => one?.type === 'CallExpression' && nameOf(one.callee) === 'source',
  );
  return sources.length > 0 || tags.some((tag) => tag === '@embedded' || TEAM_CHECK.test(tag));
}

/** @type {import('eslint').Rule.RuleModule} */
export const sourceRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      CallExpression(/** @type {any} */ node) {
        const isTest = nameOf(node.callee) === 'test' && node.arguments.length > 1;
        if (!isTest) return;
        const groups = context.sourceCode
          .getAncestors(node)
          .filter((/** @type {any} */ one) => one.type === 'CallExpression' && nameOf(one.callee) === 'test.describe');
        if ([node, ...groups].some(isSettled)) return;
        context.report({
          node,
          message:
            'This spec runs on a product and has no source: name one (annotation: source(...)), or tag it @embedded.',
        });
      },
    };
  },
};
