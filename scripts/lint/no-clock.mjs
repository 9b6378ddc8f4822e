/**
 * One lint rule that the built-in ones cannot express: `new Date(ms)` is a conversion, `new Date()` and `Date()` read the
 * clock. The other clocks (Date.now, performance, timers, …) are named in boundaries.json and banned by built-in rules.
 *
 * @typedef {{ type: string, name?: string, object?: Node, property?: Node }} Node
 * @typedef {{ callee: Node, arguments: unknown[] }} Call
 * @typedef {{ report(finding: { node: Call, message: string }): void }} RuleContext
 */
const MESSAGE = 'Reads the wall clock: take the time as an argument (a logged tick or an injected Clock).';

/** @param {Node} callee */
function isDate(callee) {
  if (callee.type === 'Identifier') return callee.name === 'Date';
  return callee.object?.name === 'globalThis' && callee.property?.name === 'Date';
}

const noClock = {
  /** @param {RuleContext} context */
  create(context) {
    return {
      /** @param {Call} node */
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message: MESSAGE });
      },
      /** @param {Call} node */
      CallExpression(node) {
        if (isDate(node.callee)) context.report({ node, message: MESSAGE });
      },
    };
  },
};

export default { meta: { name: 'metropane' }, rules: { 'no-clock': noClock } };
